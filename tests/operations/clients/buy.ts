// A front end's purchase in version 2, with the generated types. Arguments: address, e-mail, password.
import createClient from "openapi-fetch";
import type { paths } from "./mercer_v2.js";

declare const process: { argv: string[] };
const [baseUrl = "", email = "", password = ""] = process.argv.slice(2);
const shop = createClient<paths>({ baseUrl });

function must<T>(answer: { data?: T; error?: { code: string; detail: string }; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status} ${answer.error?.code}: ${answer.error?.detail}`);
  }
  return answer.data;
}

const signedIn = must(await shop.POST("/api/v2/auth/login/", { body: { email, password } }));
shop.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${signedIn.access}`);
    return request;
  },
});

const page = must(
  await shop.GET("/api/v2/products/", { params: { query: { in_stock: "true", limit: 50, expand: "variants" } } }),
);
const variant = page.items.flatMap((item) => item.variants ?? []).find((one) => one.stock > 10);
if (variant === undefined) throw new Error("nothing is in stock");

await shop.DELETE("/api/v2/cart/");
must(await shop.POST("/api/v2/cart/", { body: { variant_id: variant.id, quantity: 2 } }));
const total = must(await shop.GET("/api/v2/cart/total/"));

const order = must(
  await shop.POST("/api/v2/orders/", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: {
      shipping_address: {
        full_name: "Ann Example",
        line1: "1 High Street",
        city: "London",
        postal_code: "SW1A 1AA",
        country: "GB",
      },
      payment: { method: "test", token: "tok_ok" },
      expected_total: total.total.amount,
    },
  }),
);
console.log(`${order.status} ${order.payment_status} ${order.total_price.currency}`);
