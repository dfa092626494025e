// Takes the place of the worker that was there, and of everything that it kept, when a shop wants none any more.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("comptoir-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await registration.unregister();
}
