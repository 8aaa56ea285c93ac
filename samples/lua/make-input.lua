-- SPDX-License-Identifier: Apache-2.0
--
-- make-input.lua FILE: writes the sample's input, 12 MB of JSON lines. The
-- numbers come from a generator of its own, so the file is the same bytes on
-- every machine.

local state = 20240229

local function random(n)
	state = (state * 6364136223846793005 + 1442695040888963407)
	return (state >> 33) % n + 1
end

local syllables = {
	"ka", "lo", "mi", "ne", "ru", "sha", "ti", "vo", "zen", "qu", "bar",
	"del", "fin", "gor", "hal", "jun", "pra", "stel", "wyn", "xan",
}

local vocabulary = {}
for i = 1, 6000 do
	local parts = {}
	for _ = 1, 1 + random(3) do
		parts[#parts + 1] = syllables[random(#syllables)]
	end
	vocabulary[i] = table.concat(parts)
end

-- Few words are common and many are rare, as in real text.
local function word()
	return vocabulary[random(random(random(#vocabulary)))]
end

local path = arg[1] or error("usage: make-input.lua FILE", 0)
local out = assert(io.open(path, "w"))
local format = '{"id":%d,"time":%d,"user":"%s","score":%d.%03d,' ..
	'"ok":%s,"tags":["%s","%s"],"text":"%s"}\n'
for id = 1, 45000 do
	local words = {}
	for i = 1, 5 + random(25) do
		words[i] = word()
		if random(40) == 1 then
			words[i] = words[i] .. '\\"\\u00e9' -- an escape to undo
		end
	end
	out:write(format:format(id, 1600000000 + id * 997 + random(900),
		"user" .. random(500), random(200) - 100, random(1000) - 1,
		random(3) == 1 and "false" or "true", word(), word(),
		table.concat(words, " ")))
end
out:close()
