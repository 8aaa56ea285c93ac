-- What the shell and the library do, on data of fixed content.
create table person(id integer primary key, name text not null, born date);
insert into person(name, born) values ('Ada', '1815-12-10'), ('Alan', '1912-06-23'),
	('Grace', '1906-12-09'), ('Edsger', '1930-05-11');
create index by_name on person(name);
select id, name, strftime('%d.%m.%Y', born), cast(julianday(born) as integer)
	from person order by name;
select name, rank() over (order by born desc) from person order by id;
with recursive fib(n, a, b) as
	(values (1, 0, 1) union all select n + 1, b, a + b from fib where n < 90)
	select n, a from fib where n % 30 = 0;
select printf('%.10f|%e|%d|%s|%q', 1 / 3.0, 1e100, 42, 'text', 'it''s');
select upper('stra' || char(223) || 'e'), length('€'), hex('€'), unicode('€'), typeof(1.0),
	9223372036854775807 + 1;
select json_extract('{"a":[1,{"b":"c"}]}', '$.a[1].b'), json_group_array(name) from person;
select group_concat(key || '=' || value, ';') from json_each('{"x":1,"y":2}');
create virtual table note using fts5(body);
insert into note values ('the quick brown fox'), ('jumps over the lazy dog'), ('quick quick slow');
select rowid, highlight(note, 0, '[', ']') from note where note match 'quick' order by rank, rowid;
create virtual table box using rtree(id, x0, x1, y0, y1);
insert into box values (1, 0, 1, 0, 1), (2, 5, 6, 5, 6), (3, 0.5, 5.5, 0.5, 5.5);
select id from box where x1 >= 0.8 and x0 <= 2 order by id;
create table log(what);
create trigger gone after delete on person begin insert into log values (old.name); end;
begin;
delete from person where born < '1900-01-01';
savepoint inner;
delete from person;
rollback to inner;
commit;
select count(*), (select group_concat(what) from log) from person;
create table number(n);
insert into number select value from generate_series(1, 20000);
select sum(n), avg(n), min(n), max(n), count(distinct n % 97) from number;
select round(sqrt(2), 6), round(ln(10), 6), pow(2, 10), mod(-7, 3);
explain query plan select * from person where name = 'Ada';
.mode json
select * from person limit 1;
.mode box
select 1 as one, 'two' as two;
.schema person
pragma integrity_check;
