import type { CDPSession, Page } from 'puppeteer-core';

/** How long a press goes on being tried: the dialog takes none in its first moment, so that nobody agrees by accident. */
const TRY_MS = 20_000;

/**
 * Presses a part of the widget with the mouse, as a customer would, in a page whose shadow root is closed: only the
 * debugger's protocol sees into it. Settles once that part is gone.
 */
export async function pressInWidget(page: Page, id: string): Promise<void> {
  const protocol = await page.createCDPSession();
  await protocol.send('DOM.enable');
  let pressed = 0;
  for (const untilMs = Date.now() + TRY_MS; Date.now() < untilMs; ) {
    const place = await findInWidget(protocol, `cobrowse-${id}`);
    if (place) {
      await page.mouse.click(place.x, place.y);
      pressed += 1;
    } else if (pressed > 0) return void (await protocol.detach());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`cobrowse-${id} ${pressed > 0 ? 'was pressed and did not go' : 'never came'}.`);
}

/** The middle of what has that test id, in CSS pixels of the viewport. */
async function findInWidget(protocol: CDPSession, testId: string): Promise<{ x: number; y: number } | undefined> {
  const { nodes } = await protocol.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  const node = nodes.find(({ attributes = [] }) => attributes[attributes.indexOf('data-testid') + 1] === testId);
  if (!node) return undefined;
  try {
    const { model } = await protocol.send('DOM.getBoxModel', { nodeId: node.nodeId });
    const [left = 0, top = 0, , , right = 0, bottom = 0] = model.border;
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  } catch {
    // Not shown, or gone meanwhile.
    return undefined;
  }
}
