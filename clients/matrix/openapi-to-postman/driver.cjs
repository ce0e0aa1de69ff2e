// Sends the requests of the collection, as Postman does once a person has filled in the variables and the body.
const fs = require("node:fs");
const readline = require("node:readline");
const { Collection, VariableScope } = require("postman-collection");

const contract = JSON.parse(fs.readFileSync("contract.json", "utf8"));
const collection = new Collection(JSON.parse(fs.readFileSync("generated/collection.json", "utf8")));
const variables = new VariableScope([
  { key: "baseUrl", value: process.env.DEFENDER_ACTIONS_BASE_URL },
  { key: "bearerToken", value: process.env.DEFENDER_ACTIONS_TOKEN },
]);

// A collection does not name operations: one is found by its method and path.
function find(operation) {
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const [method, { operationId }] of Object.entries(item)) {
      if (operationId !== operation) continue;
      const segments = path.replace(/\{(\w+)\}/g, ":$1");
      let found;
      collection.forEachItem((it) => {
        const isIt = `/${it.request.url.path.join("/")}` === segments;
        if (isIt && it.request.method.toLowerCase() === method) found = it;
      });
      return found;
    }
  }
}

async function answer({ operation, parameters, body }) {
  const item = find(operation);
  if (!item) return { failure: `there is no request for ${operation}` };
  const { request } = item;
  request.url.variables.each((variable) => variable.update({ value: parameters[variable.key] }));
  const url = request.url.toString();
  const headers = Object.fromEntries(request.headers.map((header) => [header.key, header.value]));
  const auth = item.getAuth();
  // A token at hand goes into a bearer token; others are asked for in a dialogue.
  if (auth?.type === "bearer") {
    headers.Authorization = `Bearer ${fill(auth.parameters().get("token"))}`;
  }
  try {
    const response = await fetch(fill(url), { method: request.method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      type: isJson ? "json" : "text",
      value: isJson && text ? JSON.parse(text) : null,
      text: isJson ? null : text || null,
      raised: !response.ok,
    };
  } catch (error) {
    console.error(String(error));
    return { status: null, type: error.name, value: null, text: null, raised: true };
  }
}

function fill(text) {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name) => variables.get(name) ?? whole);
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
})();
