import type { Undo } from '../core/emitter.ts';
import { adoptStyles } from './styles.ts';

/** `scale`: as large as the container allows, never above its own size · `none`: its own size, scrolled. */
export type FitMode = 'scale' | 'none';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The place in the container where the customer's page stands. */
export interface Stage {
  /** What the replay is put into; out of reach for the agent's keyboard and mouse. */
  readonly layer: HTMLElement;
  /** The customer's viewport has that size, in CSS pixels. */
  setSize(size: Size): void;
  dispose: Undo;
}

export function createStage(container: HTMLElement, fit: FitMode): Stage {
  const document = container.ownerDocument;
  const stage = document.createElement('div');
  const layer = document.createElement('div');
  stage.className = 'cobrowse-replay';
  stage.dataset['fit'] = fit;
  layer.className = 'cobrowse-replay-layer';
  // A link or a field of the customer's page must not be reached with the Tab key, nor take focus by itself.
  layer.inert = true;
  stage.append(layer);
  container.append(stage);
  const takeStylesBack = adoptStyles(container);

  let size: Size | undefined;
  const place = (): void => {
    if (!size) return;
    layer.style.width = `${size.width}px`;
    layer.style.height = `${size.height}px`;
    if (fit === 'scale') layer.style.transform = scaleTransform(size, stage.clientWidth, stage.clientHeight);
  };
  const observer = new ResizeObserver(place);
  observer.observe(stage);

  return {
    layer,
    setSize(next) {
      size = next;
      place();
    },
    dispose() {
      observer.disconnect();
      stage.remove();
      takeStylesBack();
    },
  };
}

/** Centred, and scaled down only: text blown up shows no more of the customer's page. */
export function scaleTransform({ width, height }: Size, roomWidth: number, roomHeight: number): string {
  if (width <= 0 || height <= 0 || roomWidth <= 0 || roomHeight <= 0) return 'none';
  const scale = Math.min(1, roomWidth / width, roomHeight / height);
  return `translate(${(roomWidth - width * scale) / 2}px, ${(roomHeight - height * scale) / 2}px) scale(${scale})`;
}
