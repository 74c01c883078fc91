/**
 * Whether the browser can read it, also with another behind it: at the end of the text CSS closes comments and strings by
 * itself, and these would swallow what follows.
 */
export const isSelector = (text: string): boolean => parses(text) && !parses(`${text},`);

function parses(text: string): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}
