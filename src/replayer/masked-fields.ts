/**
 * Input types whose value browsers empty unless it is a number or a date: the stars of a masked one would not show.
 * Sliders and colours are left as they are; they have no text to put stars in.
 */
const STRICT_TYPES = new Set(['number', 'date', 'datetime-local', 'month', 'time', 'week']);
const MASKED = /^\*+$/;

/** True where only a text field can show this value. */
export function needsTextField(type: unknown, value: unknown): boolean {
  return STRICT_TYPES.has(String(type).toLowerCase()) && MASKED.test(String(value));
}

/** Lets the field show the masked value that it is about to be given. Another node than a field is left alone. */
export function makeShowMasked(node: Node | null, value: string): void {
  if (node?.nodeName !== 'INPUT') return;
  const field = node as HTMLInputElement;
  if (needsTextField(field.type, value)) field.type = 'text';
}
