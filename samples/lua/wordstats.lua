-- SPDX-License-Identifier: Apache-2.0
--
-- wordstats.lua FILE: parses a file of JSON lines and prints statistics of
-- its words, users, months and scores. Nothing here depends on the order of
-- a hash table, so two Luas that work must print the same bytes.

local find, sub, byte = string.find, string.sub, string.byte
local unescaped = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }
local parse_value

local function fail(text, at, what)
	error(("column %d: %s near %q"):format(at, what, sub(text, at, at + 10)), 0)
end

local function parse_string(text, at)
	local stop, escaped = at + 1, false
	while true do
		stop = find(text, '["\\]', stop) or fail(text, at, "open string")
		if byte(text, stop) == 34 then break end
		escaped, stop = true, stop + 2
	end
	local value = sub(text, at + 1, stop - 1)
	if escaped then
		value = value:gsub("\\u(%x%x%x%x)", function(code)
			return utf8.char(tonumber(code, 16))
		end):gsub("\\(.)", function(c) return unescaped[c] or c end)
	end
	return value, stop + 1
end

local function parse_array(text, at)
	local list, start = {}, find(text, "[^ ]", at + 1)
	if sub(text, start, start) == "]" then return list, start + 1 end
	repeat
		list[#list + 1], start = parse_value(text, start)
		local separator = sub(text, start, start)
		start = start + 1
	until separator ~= ","
	return list, start
end

local function parse_object(text, at)
	local object, key = {}, nil
	at = at + 1
	repeat
		key, at = parse_string(text, at)
		if sub(text, at, at) ~= ":" then fail(text, at, "expected ':'") end
		object[key], at = parse_value(text, at + 1)
		local separator = sub(text, at, at)
		at = at + 1
	until separator ~= ","
	return object, at
end

function parse_value(text, at)
	local c = sub(text, at, at)
	if c == '"' then return parse_string(text, at) end
	if c == "{" then return parse_object(text, at) end
	if c == "[" then return parse_array(text, at) end
	local _, stop, name = find(text, "^(%l+)", at)
	if name == "true" then return true, stop + 1 end
	if name == "false" then return false, stop + 1 end
	_, stop = find(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", at)
	if not stop then fail(text, at, "expected a value") end
	return tonumber(sub(text, at, stop)), stop + 1
end

local function count(map, key, by)
	map[key] = (map[key] or 0) + (by or 1)
end

-- The keys, largest value first, ties in byte order.
local function ranked(map)
	local keys = {}
	for key in pairs(map) do keys[#keys + 1] = key end
	table.sort(keys, function(a, b)
		if map[a] ~= map[b] then return map[a] > map[b] end
		return a < b
	end)
	return keys
end

-- FNV-1a over a string, as a fingerprint of long lists.
local function fingerprint(text)
	local hash = 0xcbf29ce484222325
	for i = 1, #text do
		hash = (hash ~ byte(text, i)) * 0x100000001b3
	end
	return ("%016x"):format(hash)
end

local words, users, tags, months, lengths = {}, {}, {}, {}, {}
local scores = { n = 0, sum = 0.0, squares = 0.0, logs = 0.0 }
local bytes, refused = 0, 0
local path = arg[1] or error("usage: wordstats.lua FILE", 0)
local input = assert(io.open(path))
for line in input:lines() do
	local record = parse_value(line, 1)
	bytes = bytes + #line + 1
	lengths[#lengths + 1] = #line
	for word in record.text:gmatch("%S+") do count(words, word:upper()) end
	for _, tag in ipairs(record.tags) do count(tags, tag) end
	if record.ok then
		count(users, record.user, record.score)
	else
		refused = refused + 1
	end
	count(months, os.date("!%Y-%m", record.time))
	scores.n = scores.n + 1
	scores.sum = scores.sum + record.score
	scores.squares = scores.squares + record.score ^ 2
	scores.logs = scores.logs + math.log(1 + math.abs(record.score))
end
table.sort(lengths)

print(("records %d, bytes %d, refused %d"):format(#lengths, bytes, refused))
print(("line length: least %d, median %d, most %d"):format(
	lengths[1], lengths[(#lengths + 1) // 2], lengths[#lengths]))
local mean = scores.sum / scores.n
print(("scores: mean %.6f, deviation %.6f, mean log %.6f"):format(mean,
	math.sqrt(scores.squares / scores.n - mean ^ 2), scores.logs / scores.n))

local function top(title, map, number, format)
	local keys = ranked(map)
	print(("%s: %d, fingerprint %s"):format(title, #keys,
		fingerprint(table.concat(keys, "\n"))))
	for i = 1, math.min(number, #keys) do
		print((format):format(keys[i], map[keys[i]]))
	end
end

top("words", words, 25, "  %-24s %8d")
top("tags", tags, 10, "  %-24s %8d")
top("users by score", users, 10, "  %-24s %12.3f")
top("months", months, 30, "  %-24s %8d")
