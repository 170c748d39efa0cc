// Colours of the map. Colour is kept for what needs action; shapes and fills say it too.

const LIGHT = {
  outside: "#ECEBE6", land: "#F6F5F1", halo: "#F8F7F4", paper: "#FFFFFF",
  ground: { block: "#ECE9E2", industry: "#EBEAEE", park: "#E2EADB", water: "#CBDDE8", building: "#E0DCD2" },
  street: { fill: "#FFFFFF", edge: "#D0CBBF", arterial: "#FFFFFF", arterialEdge: "#C4BFB2", lane: "#FBFAF7" },
  community: "#7C8592", group: "#C9CBCB", district: "#55606C",
  areaLabel: "#4E5763", streetLabel: "#6B7078", waterLabel: "#5D7F95",
  marks: { red: "#A3071A", orange: "#E48200", yellow: "#FEDE52", blue: "#1D6CA6", green: "#3B8F6E" },
  quiet: { yellow: "#D9BE5A", green: "#9DBCAE" },
  hot: { hot_a: "#8E0F2E", hot_b: "#D9622B", hot_c: "#EFB45E" }, hotInk: { hot_a: "#FFFFFF", hot_b: "#14171B", hot_c: "#14171B" },
  outline: "#22262B", hollow: "#FFFFFF", closed: "#7E868F", accent: "#1F5A99",
};

const DARK = {
  outside: "#14171B", land: "#1B1F25", halo: "#1B1F25", paper: "#14171B",
  ground: { block: "#22272E", industry: "#22252F", park: "#1D2A24", water: "#15303F", building: "#2A3038" },
  street: { fill: "#343B45", edge: "#262C34", arterial: "#424B57", arterialEdge: "#262C34", lane: "#2B323B" },
  community: "#8A94A3", group: "#343B45", district: "#A9B2BD",
  areaLabel: "#C3CAD3", streetLabel: "#9AA4B0", waterLabel: "#6FA0BC",
  marks: { red: "#C75148", orange: "#F39330", yellow: "#FFE69B", blue: "#6C91D4", green: "#81D4B9" },
  quiet: { yellow: "#8C8560", green: "#3E6355" },
  hot: { hot_a: "#FFB3B8", hot_b: "#E07B30", hot_c: "#8A5F33" }, hotInk: { hot_a: "#14171B", hot_b: "#14171B", hot_c: "#FFFFFF" },
  outline: "#14171B", hollow: "#3A424D", closed: "#79828E", accent: "#8DBBF2",
};

export const palette = (theme) => (theme === "dark" ? DARK : LIGHT);
export const layerColour = (symbol, theme) => (theme === "dark" ? symbol.dark : symbol.light);
export const FONT =
  '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif';
