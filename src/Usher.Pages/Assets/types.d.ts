// A stylesheet that a script imports arrives as its minified text; see textOfStyles in bundle.mjs.
declare module "*.css" {
  const text: string;
  export default text;
}
