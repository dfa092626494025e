// The two SDKs for Node, unmodified: node node.mjs <host> <key>. Each tells one of every kind.
import { createRequire } from "node:module";

const [, , host, key] = process.argv;
const require = createRequire(`${process.cwd()}/`);
const { Analytics } = require("@segment/analytics-node");
const Rudder = require("@rudderstack/rudder-sdk-node");

const who = (name) => ({ userId: `${name}-user`, anonymousId: `${name}-device` });

function tell(client, name) {
  client.identify({ ...who(name), traits: { email: `${name}@example.com`, size: 42 } });
  client.track({ ...who(name), event: "Product Viewed", properties: { product_id: name, price: 12.5 } });
  client.page({ ...who(name), name: "home", properties: { url: "https://shop.example/?utm_source=x", path: "/" } });
  client.screen({ ...who(name), name: "Basket" });
  client.group({ ...who(name), groupId: "club", traits: { name: "Club" } });
  client.alias({ userId: `${name}-user`, previousId: `${name}-before` });
}

const segment = new Analytics({ writeKey: key, host, flushInterval: 200 });
segment.on("error", (error) => { console.error(error); process.exitCode = 1; });
tell(segment, "segment-node");
await segment.closeAndFlush();

const rudder = new Rudder(key, { dataPlaneUrl: host, flushInterval: 200, logLevel: "error" });
tell(rudder, "rudder-node");
await rudder.flush();
process.exit();
