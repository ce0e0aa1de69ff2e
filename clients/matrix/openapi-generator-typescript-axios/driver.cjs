// Calls with the client that openapi-generator makes, and writes what the caller gets.
const readline = require("node:readline");
const client = require("./build/index.js");

const configuration = new client.Configuration({
  basePath: process.env.DEFENDER_ACTIONS_BASE_URL,
  accessToken: process.env.DEFENDER_ACTIONS_TOKEN,
});
const apis = Object.entries(client)
  .filter(([name]) => name.endsWith("Api"))
  .map(([, Api]) => new Api(configuration));

async function answer({ operation, parameters, body }) {
  const api = apis.find((api) => typeof api[operation] === "function");
  if (!api) return { failure: `there is no method ${operation}` };
  try {
    const { status, data } = await api[operation](...Object.values(parameters), body);
    return held(status, data, false);
  } catch (error) {
    console.error(String(error));
    return held(error.response?.status ?? null, error.response?.data ?? null, true);
  }
}

function held(status, data, raised) {
  const isText = typeof data === "string";
  return { status, type: typeof data, value: isText ? null : (data ?? null), text: (isText && data) || null, raised };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
})();
