import { describePayload } from './payload.ts';

/** A frame as the console reports it. */
export interface SeenFrame {
  readonly direction: 'in' | 'out';
  readonly header: { readonly kind: string; readonly epoch: string; readonly sequence: number };
  readonly bytes: number;
  readonly payload: unknown;
}

export interface FrameList {
  add(frame: SeenFrame): void;
}

/** Enough to look back over a minute of browsing; more rows would make the page that watches slower than the one watched. */
const MAX_ROWS = 300;

/** A snapshot can be megabytes; the first 20,000 characters show what kind of page it is. */
const MAX_SHOWN = 20_000;

const byTestId = <Kind extends HTMLElement>(id: string): Kind => document.querySelector<Kind>(`[data-testid="${id}"]`)!;

/** The list of frames, newest first. Rows are bounded; while paused, frames are counted and not listed. */
export function startFrameList(): FrameList {
  const list = byTestId('frame-list');
  const pause = byTestId<HTMLButtonElement>('frames-pause');
  const filter = byTestId<HTMLInputElement>('frame-filter');
  let mode: 'listing' | 'paused' = 'listing';
  let seen = 0;

  const showCount = (): void => {
    byTestId('frame-count').textContent = `${seen.toLocaleString('en')} seen, ${list.childElementCount} listed`;
    byTestId('no-frames').hidden = seen > 0;
  };
  const applyFilter = (row: HTMLElement): void => {
    row.hidden = !row.dataset.words!.includes(filter.value.trim().toLowerCase());
  };

  pause.addEventListener('click', () => {
    mode = mode === 'paused' ? 'listing' : 'paused';
    pause.setAttribute('aria-pressed', String(mode === 'paused'));
    pause.textContent = mode === 'paused' ? 'Go on' : 'Pause';
  });
  byTestId('frames-clear').addEventListener('click', () => {
    list.replaceChildren();
    seen = 0;
    showCount();
  });
  filter.addEventListener('input', () => {
    for (const row of list.children) applyFilter(row as HTMLElement);
  });

  return {
    add(frame) {
      seen += 1;
      if (mode === 'listing') {
        const row = frameRow(frame);
        applyFilter(row);
        list.prepend(row);
        while (list.childElementCount > MAX_ROWS) list.lastElementChild!.remove();
      }
      showCount();
    },
  };
}

function frameRow({ direction, header, bytes, payload }: SeenFrame): HTMLElement {
  const { kind, epoch, sequence } = header;
  const what = describePayload(kind, payload);
  const row = document.createElement('details');
  row.dataset.direction = direction;
  row.dataset.kind = kind;
  row.dataset.testid = 'frame-row';
  row.dataset.words = `${kind} ${what}`.toLowerCase();
  const summary = document.createElement('summary');
  const cell = (className: string, text: string): void => {
    const span = document.createElement('span');
    span.className = className;
    span.textContent = text;
    span.title = text;
    summary.append(span);
  };
  cell('arrow', direction === 'in' ? '←' : '→');
  cell('kind', kind);
  cell('what', what);
  cell('epoch', epoch);
  cell('sequence', epoch ? String(sequence) : '');
  cell('bytes', bytes.toLocaleString('en'));
  row.append(summary);
  // Written when it is opened: 300 formatted snapshots would be a burden nobody looks at.
  row.addEventListener('toggle', () => {
    if (!row.open || row.querySelector('pre')) return;
    const pre = document.createElement('pre');
    pre.textContent = formatPayload(payload);
    row.append(pre);
  });
  return row;
}

function formatPayload(payload: unknown): string {
  let value = payload;
  if (typeof payload === 'string') {
    try {
      value = JSON.parse(payload);
    } catch {
      return payload.slice(0, MAX_SHOWN);
    }
  }
  const text = JSON.stringify(value, null, 2) ?? '';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\n… ${text.length - MAX_SHOWN} more characters` : text;
}
