/** The types of attribute names and values, read off the tables: a wrong one does not compile. */
import type { Catalogue } from './catalogue.ts';

type ById = { readonly [K in keyof Catalogue as Catalogue[K]['id']]: Catalogue[K]['attributes'] };

/** Numbers of the described classes. */
export type ClassId = keyof ById;

/** Keys of the described classes: `gemPortNetworkCtp`. */
export type ClassKey = keyof Catalogue;

/** Octets, as hexadecimal text of either case or as they are. */
export type Octets = string | Uint8Array;

type Kind<N> = N extends `${infer K} ${string}` ? K : N;
type Access<N> = N extends `${string} ${infer A} ${string}` ? A : N extends `${string} ${infer A}` ? A : never;

type Small = '1' | '2' | '3' | '4';
type Integer = `${'u' | 'i' | 'e' | 'b' | 'p' | 'c'}${Small}`;
type Long = `${'u' | 'i' | 'e' | 'b' | 'p' | 'c'}8`;

/** A decoded value: numbers as they are on the wire (unsigned), 8-octet integers as decimal text, everything else as hexadecimal text. */
type Read<N, Table> = Kind<N> extends `t${string}` ? Table : Kind<N> extends Integer ? number : string;

/** A value to encode. */
type Written<N, Table> = Kind<N> extends `t${string}` ? Table : Kind<N> extends Integer ? number : Kind<N> extends Long ? string | bigint | number : Octets;

type Rows<C extends number> = C extends ClassId ? ById[C] : never;
type Described<C extends number> = number extends C ? false : C extends ClassId ? true : false;

type With<R, Letter extends string> = { [K in keyof R]: Access<R[K]> extends `${string}${Letter}${string}` ? K : never }[keyof R];
type Tables<R> = { [K in keyof R]: Kind<R[K]> extends `t${string}` ? K : never }[keyof R];

/** Values of a message to a class that is not known before it runs. */
export type AnyRead = Readonly<Record<string, number | string | null | readonly string[]>>;
export type AnyWritten = Readonly<Record<string, number | string | bigint | null | Uint8Array | readonly Octets[]>>;

/** Attribute keys of a class. */
export type AttributeKey<C extends number> = Described<C> extends true ? Extract<keyof Rows<C>, string> : string;

/** Decoded values of a class; a table is what `Table` says. */
export type ReadAttributes<C extends number, Table = number> = Described<C> extends true
  ? { readonly [K in keyof Rows<C>]?: Read<Rows<C>[K], Table> } : AnyRead;

export type CreateAttributes<C extends number> = Described<C> extends true
  ? { readonly [K in With<Rows<C>, 'C'>]?: Written<Rows<C>[K], never> } : AnyWritten;

export type SetAttributes<C extends number> = Described<C> extends true
  ? { readonly [K in With<Rows<C>, 'W'>]?: Written<Rows<C>[K], Octets> } : AnyWritten;

export type SetTableAttributes<C extends number> = Described<C> extends true
  ? { readonly [K in Tables<Rows<C>>]?: readonly Octets[] } : AnyWritten;

/** What an ONT reports; a table is its size in a get response, null in an attribute value change. */
export type ReportedAttributes<C extends number, Table> = Described<C> extends true
  ? { readonly [K in keyof Rows<C>]?: Written<Rows<C>[K], Table> } : AnyWritten;
