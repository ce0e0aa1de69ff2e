// Calls with the client that openapi-ts makes, and writes what the caller gets.
import readline from "node:readline";
import { client } from "./build/client.gen.js";
import * as sdk from "./build/sdk.gen.js";

client.setConfig({ baseUrl: process.env.DEFENDER_ACTIONS_BASE_URL, auth: process.env.DEFENDER_ACTIONS_TOKEN });

async function answer({ operation, parameters, body }) {
  if (typeof sdk[operation] !== "function") return { failure: `there is no function ${operation}` };
  try {
    const { data, error, response } = await sdk[operation]({ path: parameters, body });
    const raised = error !== undefined;
    const value = raised ? error : data;
    const isText = typeof value === "string";
    return {
      status: response?.status ?? null,
      type: raised ? "error" : typeof data,
      value: isText ? null : (value ?? null),
      text: (isText && value) || null,
      raised,
    };
  } catch (thrown) {
    console.error(String(thrown));
    return { status: null, type: thrown.name, value: null, text: null, raised: true };
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
