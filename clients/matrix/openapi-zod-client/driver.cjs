// Calls with the client that openapi-zod-client makes, and writes what the caller gets.
const readline = require("node:readline");
const { createApiClient } = require("./build/client.js");

const api = createApiClient(process.env.DEFENDER_ACTIONS_BASE_URL, {
  axiosConfig: { headers: { Authorization: `Bearer ${process.env.DEFENDER_ACTIONS_TOKEN}` } },
});

async function answer({ operation, parameters, body }) {
  if (typeof api[operation] !== "function") return { failure: `there is no method ${operation}` };
  try {
    // The status of a success is not shown.
    return held(null, await api[operation](body, { params: parameters }), false);
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
