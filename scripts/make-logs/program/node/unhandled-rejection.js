async function fetchRow(id) {
  await null;
  if (id > 2) throw new Error(`row ${id} is gone`, { cause: new RangeError('index 3 is past the end') });
  return id;
}

(async () => {
  for (let i = 1; i < 5; i++) await fetchRow(i);
})();
