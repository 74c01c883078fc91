/**
 * Changes to rrweb's recorder that leave out work without which it says the same, as data: see `rrweb-transforms.mjs`. What
 * they call is in `src/capture/shortcuts.ts`; where nobody has set that, rrweb does as it always did.
 *
 * @type {readonly import('./rrweb-transforms.mjs').RrwebTransform[]}
 */
export const RRWEB_SHORTCUTS = [
  {
    name: 'nodes-keep-their-form',
    why: 'A key taken off each element makes it one of the objects that engines look up key by key: for the filter, and for what is sent.',
    pattern: /\t\tdelete serializedNode\.needBlock;\n|(?<=isSVG: isSVGElement\(n\) \|\| void 0,\n\t\t)needBlock,/g,
    count: 2,
    // Undefined, it is not written. What is blocked says so; the filter leaves it alone then.
    replace: ([code]) => (code.startsWith('needBlock') ? 'needBlock: needBlock || void 0,' : ''),
  },
  {
    name: 'elements-are-asked-for-their-texts',
    why: 'Whether it is masked is asked once more of the same element for each of its texts.',
    pattern: /\} else if \((?=src_default\$2\.parentElement\(node\) === null\) return false;)/g,
    count: 1,
    replace: ([code]) => `${code}!checkAncestors || `,
  },
  {
    name: 'custom-elements-have-a-dash',
    why: 'No name without one can be defined, and the registry is asked for each element.',
    pattern: /if \(customElements\.get\(tagName\)\)/g,
    count: 1,
    replace: () => 'if (tagName.includes("-") && customElements.get(tagName))',
  },
  {
    name: 'few-elements-are-asked-how-far-they-are-scrolled',
    why: 'The browser looks whether the page is laid out for each of the two numbers: a third of the time that a snapshot takes.',
    pattern: /if \(!newlyAddedElement\) \{(?=\n\t\tif \(n\.scrollLeft\))/g,
    count: 1,
    replace: () => 'if (!newlyAddedElement && (!record.mayScroll || record.mayScroll(n, tagName))) {',
  },
  {
    name: 'plain-addresses-are-not-resolved',
    why: 'Each is put into a link of the page to be read from there again.',
    pattern: /(?<=customHref\.startsWith\("data:"\)\) return customHref;\n)\ta\.setAttribute\("href", customHref\);/g,
    count: 1,
    replace: ([code]) => `\tconst plain = record.addressIn?.(doc, customHref);\n\tif (plain) return plain;\n${code}`,
  },
  {
    name: 'styles-without-addresses-have-none',
    why: 'The address of the document is looked up for each style attribute, most of which have no place for it.',
    pattern: /else if \(name === "style"\) return absolutifyURLs\(/g,
    count: 1,
    replace: () => 'else if (name === "style") return !value.includes("url(") ? value : absolutifyURLs(',
  },
  {
    name: 'lists-of-nodes-are-counted-through',
    why: 'Engines are slow to go through a list of nodes by its iterator, and to make one of attributes; each is done for every element.',
    pattern: /Array\.from(?=\(src_default\$2\.childNodes\((?:n|shadowRootEl)\)\))|(const len = )(?:n\.attributes)(?=\.length;)|(?<=const attr = )n\.attributes(?=\[i\];)/g,
    count: 4,
    replace([code, length]) {
      if (length) return `const listed = n.attributes;\n\t${length}listed`;
      return code.startsWith('Array') ? '(record.listOf ?? Array.from)' : 'listed';
    },
  },
  {
    name: 'classes-are-in-the-selectors',
    why: 'The selectors of src/capture/policy.ts name rrweb’s own classes, and elements were asked about them twice.',
    pattern: /(if \()((?:element|el)\.classList\.contains\((block|maskText)Class\))/g,
    count: 3,
    replace: ([, head, question, name]) => `${head}!${name}Selector && ${question}`,
  },
  {
    name: 'tag-names-are-kept',
    why: 'A name in small letters is made anew for each element; nobody who looks it up has seen that very one before.',
    pattern: /(?<=return "form";\n)\tconst processedTagName = toLowerCase\(element\.tagName\);\n\tif \(tagNameRegex\.test\(processedTagName\)\) return "div";\n\treturn processedTagName;/g,
    count: 1,
    // Pages have few names; one that makes up ever new ones has them forgotten.
    replace: () => `\tconst { tagName } = element;
	let valid = validTagNames.get(tagName);
	if (valid === void 0) {
		if (validTagNames.size > 999) validTagNames.clear();
		valid = toLowerCase(tagName);
		if (tagNameRegex.test(valid)) valid = "div";
		validTagNames.set(tagName, valid);
	}
	return valid;`,
  },
  {
    name: 'a-place-for-tag-names',
    why: 'See above.',
    pattern: /var tagNameRegex = \/\* @__PURE__ \*\/ new RegExp\("\[\^a-z0-9-_:\]"\);(?!\nvar valid)/g,
    count: 1,
    replace: ([code]) => `${code}\nvar validTagNames = /* @__PURE__ */ new Map();`,
  },
  {
    name: 'fields-select-for-themselves',
    why: 'Any look at a selection makes the browser lay the page out at once, with each key that is pressed. What is selected in a field is never told.',
    pattern: /(?<=const updateSelection = callbackWrapper\(\(\) => \{\n)\t\tconst selection = doc\.getSelection\(\);/g,
    count: 1,
    replace: ([code]) => `\t\tif (collapsed && record.isField?.(doc.activeElement)) return;\n${code}`,
  },
  {
    name: 'short-styles-are-sent-whole',
    why: 'What has changed of a style is found with an element made for it, and left out where the style itself is shorter: where it is one declaration, always.',
    pattern: /(?<=this\.unattachedDoc = this\.doc;\n\t*\}\n)(\t*)(const old = this\.unattachedDoc\.createElement\("span"\);)|(if \(typeof attributes\.style === "string")\) \{/g,
    count: 2,
    // Later changes of the same batch are told on top of the whole, and so as a whole, too.
    replace: ([, indent, code, isText]) =>
      isText ? `${isText} && !attribute.isWhole) {` : `${indent}if (target.style.length < 2) item.isWhole = true;\n${indent}if (item.isWhole) break;\n${indent}${code}`,
  },
];
