function pick(list: i32[], at: i32): i32 {
  if (at > 100) throw new Error("zu groß: 💥");
  assert(at != 50, "not fifty");
  return list[at];
}
export function run(at: i32): i32 { return pick([1, 2, 3], at); }
