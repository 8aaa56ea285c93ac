-- SPDX-License-Identifier: Apache-2.0
-- Prints what a program can observe of the language and its libraries, but for
-- addresses, time and the order of pairs(): the same on every platform.

local function show(label, ...)
	local values = table.pack(...)
	for i = 1, values.n do
		local v = values[i]
		if math.type(v) == "float" then
			v = string.format("%.17g", v)
		end
		values[i] = tostring(v)
	end
	print(label, table.concat(values, " "))
end

-- Numbers: 64-bit integers and doubles.
show("limits", math.maxinteger, math.mininteger, math.huge, -math.huge)
show("wrap", math.maxinteger + 1 == math.mininteger, math.mininteger // -1)
local numbers = { { 7, 3 }, { -7, 3 }, { 7, -3 }, { 7.5, 2 }, { -7.5, 2 }, { 1e300, 1e10 } }
for _, pair in ipairs(numbers) do
	local a, b = pair[1], pair[2]
	show("arith " .. a .. " " .. b, a + b, a - b, a * b, a / b, a // b, a % b)
end
show("bits", 0xff & 0x0f, 1 << 62, 1 << 63, 1 << 64, -1 >> 1, ~0, 5 ~ 3)
show("convert", 10 // 1, "10" + 5, "0x1p4" + 0, math.tointeger("8"), 2 ^ 53 | 0)
for f in ("sqrt sin cos tan exp log floor ceil abs asin atan"):gmatch("%a+") do
	for _, x in ipairs { 0, 0.1, 0.5, 1 } do
		local r = math[f](x)
		-- The last digits of transcendental functions differ between libraries.
		r = math.type(r) == "float" and string.format("%.12g", r) or r
		show("math." .. f .. " " .. x, r)
	end
end
show("fmod", math.fmod(7, 3), math.fmod(-7, 3), math.modf(3.7), math.ult(1, -1))
for _, text in ipairs { "1e308", "1e-320", "0x.8p-3", "0x7fffffffffffffff", "1e", "", " 12 " } do
	show("tonumber '" .. text .. "'", tonumber(text))
end
for _, format in ipairs { "%5d|%-5d|%05d", "%x|%X|%#x", "%e|%g|%.3f", "%a|%10.2f|%+d" } do
	show("format " .. format, pcall(string.format, format, 42, 43, 44))
end
show("quoted", string.format("%q", 'a"b\n\0c\\'), string.format("%q", 1 / 3))

-- Strings and patterns.
show("find", ("hello world"):find("o w"), ("a.b"):find(".", 1, true), ("abc"):find("b()"))
show("match", ("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
show("gsub", ("hello world"):gsub("o", "0"), ("abc"):gsub("%w", "%0%0"), ("abc"):gsub("", "-"))
show("balance", ("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):find("%((%a+)%)"))
show("frontier", ("THE (quick) fox"):gsub("%f[%a]%a+", string.lower))
for word in ("one two  three"):gmatch("%S+") do
	show("gmatch", word, #word, word:upper(), word:reverse(), word:rep(2, "-"))
end
show("bytes", ("\u{20ac}\0x"):byte(1, -1))
show("utf8", utf8.len("na\u{ef}ve"), utf8.codepoint("h\u{e9}", 1, -1), utf8.char(228, 8364, 128512))
for position, code in utf8.codes("a\u{e9}\u{4e2d}") do
	show("codes", position, code)
end
local packed = string.pack("<i4 >i8 z s2 d", -2, 3, "text", "more", 0.5)
show("pack", #packed, string.unpack("<i4 >i8 z s2 d", packed))
show("packsize", string.packsize("!8 b i8 i4"), string.packsize("j n"))

-- Tables, closures, metatables, goto.
local list = {}
for i = 1, 50 do
	list[i] = (i * 37) % 101
end
table.sort(list)
show("sort", table.concat(list, ","))
table.sort(list, function(a, b) return a > b end)
show("sort down", table.concat(list, ",", 1, 10))
show("move", table.unpack(table.move({ 1, 2, 3 }, 1, 3, 2)))
table.insert(list, 1, -1)
show("remove", table.remove(list), table.remove(list, 1), #list, select("#", nil, nil))
local vector = setmetatable({}, {
	__index = function(_, k) return k * 2 end,
	__call = function(_, a, b) return a + b end,
	__len = function() return 99 end,
	__concat = function(_, b) return "vector" .. b end,
	__eq = function() return true end,
	__close = function() show("closed") end,
})
show("meta", vector[21], vector(2, 3), #vector, vector .. "!", rawlen(vector))
do
	local held <close> = vector
	show("in the block")
end
for i = 1, 3 do
	for j = 1, 3 do
		if j == 2 then goto continue end
		show("goto", i, j)
		::continue::
	end
end

-- Coroutines and errors.
local generator = coroutine.wrap(function(...)
	local got = ...
	for i = 1, 3 do
		got = coroutine.yield(i, got)
	end
	return "end"
end)
show("coroutine", generator("a"))
show("coroutine", generator("b"))
show("coroutine", generator("c"))
show("coroutine", generator("d"))
show("dead", pcall(generator))
show("error", pcall(error, { code = 7 } and "message", 0))
show("error level", select(2, pcall(function() error("here") end)):match(":(.*)"))
show("nil index", select(2, pcall(function() local t; return t.x end)):match(":(.*)"))
show("xpcall", xpcall(function() error("x", 0) end, function(m) return m .. "!" end))
local function endless() return 1 + endless() end
show("deep", select(2, pcall(endless)):match("stack overflow"))
show("load", load("return 1 +"))
show("load", load("local a <const> = 1; a = 2"))
show("loaded", load("return ...", "chunk", "t", {})(5))

-- Files in the session's own tree, and the date of fixed instants.
local name = os.tmpname()
local file = assert(io.open(name, "w"))
show("write", file:write("first\n", 2, "\n", 3.5, "\nlast") == file, file:seek("cur"), file:close())
for line in io.lines(name) do
	show("line", line)
end
file = io.open(name, "r+")
show("read", file:read("l", "n", "n", "L", "a"))
show("seek", file:seek("set", 2), file:read(3), file:seek("end"), file:read(1))
file:close()
show("missing", io.open("/no/such/file"))
show("remove", os.remove(name), io.open(name) == nil)
show("date", os.date("!%Y-%m-%d %H:%M:%S %j %a %b", 86400 * 365))
show("time", os.time { year = 2001, month = 9, day = 9, hour = 1, min = 46, sec = 40 } > 0)
show("getenv", os.getenv("NO_SUCH_VARIABLE"))

-- The collector.
local weak = setmetatable({}, { __mode = "v" })
weak[1] = {}
weak[2] = list
collectgarbage()
show("weak", weak[1], weak[2] == list)
local finalised = 0
for _ = 1, 1000 do
	setmetatable({}, { __gc = function() finalised = finalised + 1 end })
end
collectgarbage()
show("finalised", finalised)
for _, mode in ipairs { "incremental", "generational" } do
	collectgarbage(mode)
	local tree = {}
	for i = 1, 20000 do
		tree[i] = { i, tostring(i), tree[i - 1] }
	end
	show(mode, #tree, tree[20000][3][2])
end
