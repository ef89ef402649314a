/**
 * The DOM's own properties, on a page that hides them. A form's fields and a document's named images and forms are
 * properties of it and come before its own, for our script as well as for the page's: `<input name="matches">` is
 * what `form.matches` gives, `<img name="querySelectorAll">` what `document.querySelectorAll` does. Old systems have
 * such names by accident. Asked of the prototype, the property is the DOM's own; only documents and forms need it.
 */
export function native<T extends object, K extends keyof T>(of: T, name: K): T[K] {
  const value: unknown = Reflect.get(Object.getPrototypeOf(of), name, of);
  return (typeof value === 'function' ? value.bind(of) : value) as T[K];
}
