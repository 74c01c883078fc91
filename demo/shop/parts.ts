import { showCartCount } from './cart.ts';
import { byTestId, element } from './element.ts';
import { startStylesByScript } from './parts-styles.ts';

class Rating extends HTMLElement {
  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const style = element('style', {}, 'button{all:unset;cursor:pointer;font-size:2rem;color:#d9cfbd}button[data-on]{color:#d9a441}p{margin:.3rem 0 0;color:#6b6459}');
    root.replaceChildren(style);
    const words = element('p', { part: 'words' });
    const show = (value: number): void => {
      buttons.forEach((button, at) => button.toggleAttribute('data-on', at < value));
      words.textContent = `${value} of 5`;
    };
    const buttons = Array.from({ length: 5 }, (_, at) => {
      const button = element('button', { type: 'button', 'aria-label': `${at + 1} of 5` }, '★');
      button.addEventListener('click', () => show(at + 1));
      return button;
    });
    root.append(...buttons, words);
    show(Number(this.getAttribute('value')));
  }
}
customElements.define('lark-rating', Rating);

let strokes = 0;
function draw(): void {
  const context = byTestId<HTMLCanvasElement>('canvas').getContext('2d')!;
  context.lineWidth = 5;
  context.lineCap = 'round';
  context.strokeStyle = ['#2c5145', '#b5533a', '#d9a441'][strokes % 3]!;
  context.beginPath();
  for (let x = 10; x <= 310; x += 6) context.lineTo(x, 90 + Math.sin(x / (18 + strokes * 5)) * (60 - strokes * 6));
  context.stroke();
  strokes = (strokes + 1) % 9;
}
byTestId('draw').addEventListener('click', draw);
draw();

let year = 0;
function chart(): void {
  const svg = document.querySelector('[data-testid="chart"]')!;
  const make = (name: string, attributes: Record<string, number>): Element => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    return node;
  };
  const bars = Array.from({ length: 12 }, (_, month) => {
    const height = 40 + ((month * 47 + year * 31) % 110);
    return make('rect', { x: 14 + month * 25, y: 168 - height, width: 16, height, rx: 4 });
  });
  svg.replaceChildren(...bars, make('circle', { cx: 40, cy: 20, r: 8 }));
}
byTestId('change-chart').addEventListener('click', () => {
  year += 1;
  chart();
});
chart();

const modal = byTestId<HTMLDialogElement>('modal');
byTestId('open-modal').addEventListener('click', () => modal.showModal());

byTestId('move-node').addEventListener('click', () => {
  const movable = byTestId('movable');
  const left = byTestId('column-left');
  (movable.parentElement === left ? byTestId('column-right') : left).append(movable);
});

let held: Element | undefined;
const list = byTestId('drag-list');
list.addEventListener('dragstart', (event) => {
  held = (event.target as Element).closest('li') ?? undefined;
  held?.classList.add('held');
});
list.addEventListener('dragover', (event) => {
  event.preventDefault();
  const over = (event.target as Element).closest('li');
  if (!held || !over || over === held) return;
  const { top, height } = over.getBoundingClientRect();
  list.insertBefore(held, event.clientY < top + height / 2 ? over : over.nextSibling);
});
list.addEventListener('dragend', () => {
  held?.classList.remove('held');
  held = undefined;
});

startStylesByScript();
showCartCount();
