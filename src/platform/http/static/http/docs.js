const version = document.getElementById("version");

function show() {
  SwaggerUIBundle({
    url: version.value,
    dom_id: "#swagger-ui",
    deepLinking: true,
    persistAuthorization: true,
    displayOperationId: true,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
}

version.addEventListener("change", show);
show();
