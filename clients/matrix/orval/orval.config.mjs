export default {
  matrix: {
    input: "contract.json",
    output: { target: "generated/client.ts", mode: "single", client: "axios-functions" },
  },
};
