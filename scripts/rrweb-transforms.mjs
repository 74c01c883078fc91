import { RRWEB_SHORTCUTS } from './rrweb-shortcuts.mjs';

/**
 * What is changed in rrweb's source before its recorder is bundled, as data. Each entry says what it looks for, how often
 * that must be found in the pinned version, and what stands there afterwards. A count that differs fails the build: a
 * new rrweb is read by a person before it reaches a customer's page.
 *
 * @typedef {object} RrwebTransform
 * @property {string} name what it does, as the build's error message calls it
 * @property {string} why what would be worse without it
 * @property {RegExp} pattern global
 * @property {number} count how often the pattern must be found
 * @property {(match: RegExpMatchArray) => string} replace a function, because the names hold `$1`, which means
 *   something else in a replacement string
 */

/** @type {readonly RrwebTransform[]} */
export const RRWEB_TRANSFORMS = [
  {
    name: 'postcss-is-pure',
    why: 'The recorder never parses CSS, but two copies of postcss are called into life at the top level: 35 kB gzip.',
    // The annotation that is there covers the building of the lazy factory, not the call that runs it.
    pattern: /(__toESM(?:\$\d+)?\()(\(\/\* @__PURE__ \*\/ __commonJSMin(?:\$\d+)?\()/g,
    count: 2,
    replace: ([, wrap, factory]) => `${wrap}/* @__PURE__ */ ${factory}`,
  },
  {
    name: 'methods-are-not-getters',
    why: 'querySelector is looked for as a getter, so Element always counts as overridden and a hidden iframe is inserted.',
    pattern: /(Object\.getOwnPropertyDescriptor\(defaultPrototype, accessor\))\?\.get\?\.toString\(\)/g,
    count: 3,
    replace: ([, descriptor]) => `((d) => d?.get ?? d?.value)(${descriptor})?.toString()`,
  },
  {
    name: 'no-getSelection-on-ShadowRoot',
    why: 'Only Chromium has that method: elsewhere every page with a shadow root would get the hidden iframe.',
    pattern: /ShadowRoot: \["getSelection"\]/g,
    count: 3,
    replace: () => 'ShadowRoot: []',
  },
  {
    name: 'load-waits-can-be-undone',
    why: 'rrweb adds a load listener and a timer per frame and style sheet and keeps none of them to take back.',
    pattern: /function once(?:Iframe|Stylesheet)Loaded\((\w+), (\w+), (\w+)\) \{(?!\n\tif \(record\.)/g,
    count: 2,
    // Without `record.onceLoaded`, which src/capture/once-loaded.ts sets, rrweb does as it always did.
    replace: ([head, element, listener, timeoutMs]) =>
      `${head}\n\tif (record.onceLoaded) return record.onceLoaded(${element}, ${listener}, ${timeoutMs});`,
  },
  {
    name: 'no-canvas-recording',
    why: 'Canvases are not recorded here (a blob worker, which policies refuse); their code weighs 3 kB gzip.',
    pattern: /canvasManager = new CanvasManager\(\{[^}]*\}\)/g,
    count: 1,
    // All that the rest of the recorder calls.
    replace: () => 'canvasManager = { reset() {}, freeze() {}, unfreeze() {}, lock() {}, unlock() {} }',
  },
  {
    name: 'no-canvas-worker',
    why: 'The source of the worker that canvases would be encoded in becomes a Blob as soon as the module runs.',
    pattern: /var blob = typeof self !== "undefined" && self\.Blob && new Blob\(/g,
    count: 1,
    replace: () => 'var blob = /* @__PURE__ */ new Blob(',
  },
  {
    name: 'no-pixels',
    why: 'Neither canvases nor images are recorded as pixels, and the code that would is in every snapshot.',
    pattern: /\tif \(tagName === "canvas" && recordCanvas\) \{[\s\S]*?(?=\tif \(\["audio", "video"\]\.includes\(tagName\)\) \{)/g,
    count: 1,
    replace: () => '',
  },
  {
    name: 'no-frames-of-other-origins',
    why: 'They would be recorded by messages to anybody (rrweb issue 1190), which is off here: 1.2 kB gzip.',
    pattern:
      /\thandleMessage\(message\) \{[\s\S]*?\n\tpatchRootIdOnNode\(node, rootId\) \{[\s\S]*?\n\t\}\n|(?<=\tcrossOriginIframeMirror) = new CrossOriginIframeMirror\(genId\)|\t\tthis\.crossOriginIframeStyleMirror = new CrossOriginIframeMirror\([^;]*;\n/g,
    count: 3,
    replace: ([code]) => (code.startsWith('\thandleMessage') ? '\thandleMessage() {}\n' : ''),
  },
  {
    name: 'no-fonts',
    why: 'Fonts are loaded by the agent’s browser, not recorded.',
    pattern: /if \(o\.collectFonts\) fontObserver = initFontObserver\(o\);/g,
    count: 1,
    replace: () => '',
  },
  {
    name: 'no-hooks',
    why: 'Nothing here listens to events before they are filtered.',
    pattern: /\n\tmergeHooks\(o, hooks\);/g,
    count: 1,
    replace: () => '',
  },
  {
    name: 'no-virtual-nodes',
    why: 'The recorder meets nodes of the page alone; one check for the replayer’s keeps their class in its bundle.',
    pattern: /\n\tif \(n instanceof BaseRRNode && "shadowRoot" in n\) return Boolean\(n\.shadowRoot\);/g,
    count: 1,
    replace: () => '',
  },
  {
    name: 'no-departed-mirror',
    why: 'A stand-in that warns users of an interface that rrweb has given up, built as soon as the module runs.',
    pattern: /if \(typeof window !== "undefined" && window\.Proxy && window\.Reflect\) _mirror = new Proxy\(_mirror, \{[\s\S]*?\n\} \}\);/g,
    count: 1,
    replace: () => '',
  },
  {
    name: 'one-copy-of-utilities',
    why: 'rrweb bundles its own utilities once for each of its packages; the recorder has two copies of the same.',
    pattern: /(?<!var )\bsrc_default\$2\b/g,
    count: 17,
    replace: () => 'src_default',
  },
  {
    name: 'inputs-are-told-anew',
    why: 'A value equal to the last one that an earlier recording told of is left out, though the snapshot has another.',
    pattern: /var lastInputValueMap = \/\* @__PURE__ \*\/ new WeakMap\(\);\n(function initInputObserver\([^)]*\) \{)/g,
    count: 1,
    // A frame that loads forgets the other documents' values as well; a value that is told twice harms nothing.
    replace: ([, head]) => `let lastInputValueMap;\n${head}\n\tlastInputValueMap = new WeakMap();`,
  },
  {
    name: 'addresses-in-css-end',
    why: 'A style of a hundred thousand `url(` that nothing closes is searched to its end for each of them, for hours.',
    pattern: /(?<=var URL_IN_CSS_REF(?:\$\d+)? = )\/url\\\(\(\?:\('\)\(\[\^'\]\*\)'\|\("\)\(\.\*\?\)"\|\(\[\^\)\]\*\)\)\\\)\/gm/g,
    count: 1,
    // As CSS has it: no bracket is in an address without quotes, nor a quote in one with them.
    replace: () => `/url\\((?:(')([^']*)'|(")([^"\\n]*)"|([^()]*))\\)/gm`,
  },
  {
    name: 'long-styles-stay-whole',
    why: 'Where the nodes of a style part its text is searched for in steps of one character: five megabytes take minutes.',
    pattern: /if \((childNodes\.length > 1) && cssText && typeof cssText === "string"\) \{/g,
    count: 1,
    // The agent sees the same. What a page later writes into one node of such a style comes with the next snapshot.
    replace: ([, isParted]) => `if (${isParted} && typeof cssText === "string" && cssText !== "" && style.textContent.length < 262144) {`,
  },
  {
    name: 'styles-repeat-themselves',
    why: 'A text of the same rule again and again is compared with itself for each of its characters.',
    pattern: /(for \(; )(j < textContentNorm\.length; j\+\+\) \{\n\s*if \(textContentNorm\[j\]\.match)/g,
    count: 1,
    replace: ([, head, rest]) => `${head}j < 1000 && ${rest}`,
  },
  {
    name: 'white-space-is-read-once',
    why: 'A title of a word, a megabyte of white space and a word is searched to its end for each space, for hours.',
    pattern: /!_serializedNode\.textContent\.replace\(\/\^\\s\+\|\\s\+\$\/gm, ""\)\.length/g,
    count: 1,
    replace: () => '!_serializedNode.textContent.trim()',
  },
  {
    name: 'what-is-wrapped-while-it-moves-is-kept',
    why: 'An element that moves, and within which another is put into a new wrapper in the same batch, arrives without the latter.',
    pattern: /if \(this\.removesSubTreeCache\.has\(parentNode\) && !this\.movedSet\.has\(parentNode\)\) continue;/g,
    count: 1,
    replace: () => 'if (this.removesSubTreeCache.has(parentNode) && !this.movedSet.has(parentNode) && !this.addedSet.has(parentNode)) continue;',
  },
  {
    name: 'a-delivery-ends-with-its-task',
    why:
      'What a host brought along is left alone in its shadow root until the next animation frame, lest it be told of twice: what ' +
      'changes there meanwhile is lost, in a hidden page for ever. All observers hear of one moment in one microtask.',
    pattern: /(\t\t\tthis\.active = true;\n\t\t\t)requestAnimationFrame\(/g,
    count: 1,
    replace: ([, head]) => `${head}queueMicrotask(`,
  },
  {
    name: 'what-came-with-its-host-is-not-removed',
    why:
      'A shadow host that moves is told of with all that is in its root by then. What came, left or moved there in the same batch ' +
      'is then told of by the root’s own observer as well: it is there twice, or is removed from where it just came.',
    pattern:
      /(?<notes>if \(hasShadowRoot\(n\)\) )(?<children>src_default\.childNodes\(src_default\.shadowRoot\(n\)\)\.forEach\(\(childN\) => \{\n\t*this\.processedNodeManager\.add\(childN, this\);\n\t*this\.genAdds\(childN, n\);\n\t*\}\);)|(?<adds>m\.addedNodes\.forEach\(\(n\) => )(?=this\.genAdds\(n, m\.target\)\);)|(?<=!isSerialized\(n, this\.mirror\)\) return;\n)(?<removes>\t*)(?=if \(this\.addedSet\.has\(n\)\) \{)/g,
    count: 3,
    // A node that has no number yet came later, and one that is in the page keeps its own.
    replace({ groups: { notes, children, adds, removes } }) {
      const isTold = 'this.processedNodeManager.inOtherBuffer(src_default.getRootNode(m.target), this)';
      if (notes) return `${notes}{\n\t\t\t\tthis.processedNodeManager.add(src_default.shadowRoot(n), this);\n\t\t\t\t${children}\n\t\t\t}`;
      if (adds) return `${adds}this.mirror.hasNode(n) && ${isTold} || `;
      return `${removes}if (${isTold}) {\n${removes}\tif (!inDom(n)) this.mapRemoves.push(n);\n${removes}\treturn;\n${removes}}\n${removes}`;
    },
  },
  {
    name: 'adopting-no-sheet-is-told',
    why: 'A page that gives up all its constructed style sheets keeps them in the replay. All other callers ask themselves.',
    pattern: /(\tadoptStyleSheets\(sheets, hostId\) \{)\n\t\tif \(sheets\.length === 0\) return;/g,
    count: 1,
    replace: ([, head]) => head,
  },
  {
    name: 'each-scroller-has-its-own-throttle',
    why:
      'One throttle for all that scrolls loses the last position of an element when another scrolls just after it; and once ' +
      'its event is over, an element in a shadow root is not found any more.',
    pattern:
      /return on\("scroll", callbackWrapper\(throttle\(callbackWrapper\(\(evt\) => \{\n\t\tconst target = getEventTarget\(evt\);([\s\S]*?\n\t\})\), (sampling\.scroll \|\| 100)\)\), doc\);/g,
    count: 1,
    replace: ([, body, waitMs]) => `const throttled = /* @__PURE__ */ new WeakMap();
	const tell = callbackWrapper((target) => {${body});
	return on("scroll", callbackWrapper((evt) => {
		const target = getEventTarget(evt);
		if (!target) return;
		if (!throttled.has(target)) throttled.set(target, throttle(tell, ${waitMs}));
		throttled.get(target)(target);
	}), doc);`,
  },
  ...RRWEB_SHORTCUTS,
];

/** What must not be left in the recorder's bundle: postcss, and the replayer's virtual DOM. */
export const FORBIDDEN_IN_RECORDER = ['postcss', 'CssSyntaxError', 'RRDocument', 'OffscreenCanvas'];
