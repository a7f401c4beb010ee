import { SaxesParser } from 'saxes';

/** An element of a parsed document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** All text inside, that of its children included. */
  text: string;
}

/**
 * Reads an XML document with a strict parser. The report's HTML is also well-formed XML, so it goes the same way.
 * @returns its elements, in the order they start
 * @throws {Error} of saxes where it is not well-formed
 */
export function parseXml(document: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const open: XmlElement[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    for (const element of open) element.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(document).close();
  return elements;
}

/** The elements of one name. */
export function elementsNamed(document: string, name: string): XmlElement[] {
  return parseXml(document).filter((element) => element.name === name);
}
