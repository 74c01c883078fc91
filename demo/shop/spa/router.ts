import { byTestId } from '../element.ts';

/** A path of the section and what is shown there. */
export interface View {
  readonly path: string;
  readonly title: string;
  render(): Node[];
}

/** Shows the view of the address, and follows links and the back button without loading a page. Returns its stop. */
export function startRouter(views: readonly View[]): () => void {
  const place = byTestId('view');

  const show = (): void => {
    const view = views.find(({ path }) => path === location.pathname) ?? views[0]!;
    document.title = `${view.title} · Larkmoor`;
    place.replaceChildren(...view.render());
    for (const link of document.querySelectorAll('.tabs a')) {
      if (link.getAttribute('href') === view.path) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };

  const follow = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    // Whoever opens a link in another tab wants the browser to do it.
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const path = link.getAttribute('href');
    if (!views.some((view) => view.path === path)) return;
    event.preventDefault();
    history.pushState(null, '', path);
    show();
    // A page load would move the focus; a screen reader should notice this change, too.
    place.focus({ preventScroll: true });
  };

  document.addEventListener('click', follow);
  addEventListener('popstate', show);
  show();
  return () => {
    document.removeEventListener('click', follow);
    removeEventListener('popstate', show);
  };
}
