// A live page in plain JavaScript: counters of units sold, and the signed-in customer's orders.

const api = "/api/v1/";
const element = (id) => document.getElementById(id);

async function call(path, { method = "GET", body, access } = {}) {
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(access && { Authorization: `Bearer ${access}` }) };
  const answer = await fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.detail);
  return content;
}

function mark(node) {
  node.classList.remove("moved");
  void node.offsetWidth; // lets the animation start again
  node.classList.add("moved");
}

// Products: the stream sends the present counts first, then each change, at most one a second.

async function watchProducts() {
  const { results } = await call("products/?page_size=12&ordering=-sold");
  const counters = new Map();
  for (const product of results) {
    const card = document.createElement("li");
    const count = document.createElement("b");
    count.textContent = product.sold;
    card.append(product.name, count, "sold");
    element("products").append(card);
    counters.set(product.id, count);
  }
  if (!counters.size) return;
  const events = new EventSource(`${api}events/products/?ids=${[...counters.keys()].join(",")}`);
  events.onopen = () => (element("products-state").textContent = "live");
  events.onerror = () => (element("products-state").textContent = "reconnecting");
  events.addEventListener("product.sold", (message) => {
    const { product_id, sold } = JSON.parse(message.data);
    const count = counters.get(product_id);
    if (count.textContent === String(sold)) return;
    count.textContent = sold;
    mark(count.parentElement);
  });
}

// Orders: a ticket opens the stream. The browser comes back by itself, with a cookie and the id of the last message;
// where it may not (401 closes the EventSource for good), the page signs in again by its refresh token and takes a new ticket.

const rows = new Map();
let session;
let lastId = "";

function showOrder({ order_id, number, status, payment_status, at }) {
  let row = rows.get(order_id);
  if (!row) {
    row = element("orders").insertRow(0);
    rows.set(order_id, row);
  }
  row.dataset.order = order_id;
  row.replaceChildren(...[number, status, payment_status, new Date(at).toLocaleTimeString()].map((text) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    return cell;
  }));
  mark(row);
}

async function showOrders() {
  const { results } = await call("orders/", { access: session.access });
  for (const order of results.reverse()) showOrder({ ...order, order_id: order.id, at: order.updated_at });
}

async function watchOrders() {
  const { ticket } = await call("events/tickets/", { method: "POST", access: session.access });
  const events = new EventSource(`${api}events/orders/?ticket=${ticket}${lastId && `&last_event_id=${lastId}`}`);
  // Open first, then read: what happens in between comes by both ways, and the newer one is shown last.
  events.onopen = () => {
    element("orders-state").textContent = "live";
    showOrders();
  };
  events.onerror = () => {
    element("orders-state").textContent = "reconnecting";
    if (events.readyState === EventSource.CLOSED) setTimeout(comeBack, 2000);
  };
  for (const type of ["order.placed", "order.status_changed", "payment.status_changed"]) {
    events.addEventListener(type, (message) => {
      lastId = message.lastEventId;
      showOrder(JSON.parse(message.data));
    });
  }
  events.addEventListener("stream.reset", showOrders);
}

async function comeBack() {
  try {
    session = await call("auth/refresh/", { method: "POST", body: { refresh: session.refresh } });
    await watchOrders();
  } catch {
    setTimeout(comeBack, 5000);
  }
}

element("log-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(event.target));
  try {
    session = await call("auth/login/", { method: "POST", body: { email, password } });
    event.target.hidden = true;
    element("signed-in").hidden = false;
    await watchOrders();
  } catch (error) {
    element("log-in-answer").textContent = error.message;
  }
});

watchProducts();
