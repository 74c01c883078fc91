/** A frame as the replayer tells of it. */
export interface ReportedFrame {
  readonly direction: 'in' | 'out';
  readonly header: { readonly kind: string; readonly epoch: string; readonly sequence: number };
  readonly bytes: number;
  readonly payload: unknown;
}

/** Shows frames to the QA page, where the console runs in its frame. Only a page of this origin may listen. */
export function reportFrame({ direction, header, bytes, payload }: ReportedFrame): void {
  if (parent === window) return;
  parent.postMessage({ source: 'cobrowse-console', frame: { direction, header, bytes, payload } }, location.origin);
}
