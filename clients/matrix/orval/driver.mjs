// Calls with the functions that orval makes for axios, and writes what the caller gets.
import readline from "node:readline";
import axios from "axios";
import * as client from "./build/client.js";

axios.defaults.baseURL = process.env.DEFENDER_ACTIONS_BASE_URL;
axios.defaults.headers.common.Authorization = `Bearer ${process.env.DEFENDER_ACTIONS_TOKEN}`;

async function answer({ operation, parameters, body }) {
  if (typeof client[operation] !== "function") return { failure: `there is no function ${operation}` };
  try {
    const { status, data } = await client[operation](...Object.values(parameters), body);
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

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
