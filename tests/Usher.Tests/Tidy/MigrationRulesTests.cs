namespace Usher.Tests.Tidy;

/// <summary>The rules for migrations are shown samples that break them, and some that just do not.</summary>
public sealed class MigrationRulesTests
{
    [Theory]
    [InlineData("drop table seats;")]
    [InlineData("DROP TABLE seats;")]
    [InlineData("alter table seats drop column version;")]
    [InlineData("alter table seats drop version;")]
    [InlineData("alter table seats alter column version drop default;")]
    [InlineData("drop index bookings_cancelled;")]
    [InlineData("alter table seats rename to places;")]
    [InlineData("alter table seats rename column version to revision;")]
    [InlineData("alter table seats alter column version type bigint;")]
    [InlineData("alter table seats alter version set data type bigint;")]
    [InlineData("alter table bookings alter column email\n    set not null;", 3)]
    [InlineData("alter table seats\n    add column zone int not null;", 3)]
    [InlineData("alter table seats add zone numeric(4, 2) check (zone in (1, 2)) not null;")]
    [InlineData("do $$ begin drop table seats; end $$;")]
    [InlineData("-- contract:\ndrop table seats;", 3)]
    public void Contractions_are_found(string sql, int line = 2) =>
        MigrationRules.Contractions([File("0010_new.sql", sql)])
            .ShouldHaveSingleItem().ShouldStartWith($"0010_new.sql:{line}: ");

    [Theory]
    [InlineData("create table places (number int not null, renamed text);")]
    [InlineData("alter table seats add column zone int not null default 0, add column area text;")]
    [InlineData("alter table seats add column half int not null generated always as (version / 2) stored;")]
    [InlineData("alter table seats alter column version drop not null;")]
    [InlineData("create temp table wanted (id int) on commit drop;")]
    [InlineData("alter type mood add value 'drop table seats';")]
    [InlineData("-- drop table seats\n/* set\n not null */ select 1;")]
    [InlineData("-- contract: no program reads it since 0.2\ndrop table seats;")]
    public void What_expands_passes(string sql) =>
        MigrationRules.Contractions([File("0010_new.sql", sql)]).ShouldBeEmpty();

    [Fact]
    public void What_was_applied_before_the_rule_passes() =>
        MigrationRules.Contractions([File("0009_old.sql", "drop table seats;")]).ShouldBeEmpty();

    [Theory]
    [InlineData("alter table seats add a int;\nalter table shows add a int;", "0010_new.sql:3: 'alter table shows'")]
    [InlineData("alter table seats add a int;\nalter table seats add b int;", null)]
    [InlineData("create table c (d int);\nalter table c add a int;\nalter table seats add b int;", null)]
    public void A_second_table_that_is_in_use_is_found(string sql, string? expected) =>
        Expect(MigrationRules.SecondTables([File("0010_new.sql", sql)]), expected);

    [Theory]
    [InlineData("create index concurrently a on b (c);", "0010_new.sql:2: 'create index concurrently'")]
    [InlineData("create unique index concurrently\na on b (c);", "0010_new.sql:2: 'create unique index concurrently'")]
    [InlineData("create unique index concurrently if not exists a on b (c);", null)]
    [InlineData("drop index concurrently if exists a;", null)]
    [InlineData("create index a on b (c);", null)]
    public void What_cannot_be_run_again_outside_of_a_transaction_is_found(string sql, string? expected) =>
        Expect(MigrationRules.NotRepeatables([File("0010_new.sql", sql)]), expected);

    private static SourceFile File(string name, string sql) => new(name, $"-- What it is for.\n{sql}\n");

    private static void Expect(IEnumerable<string> violations, string? expected)
    {
        if (expected is null)
        {
            violations.ShouldBeEmpty();
        }
        else
        {
            violations.ShouldHaveSingleItem().ShouldStartWith(expected);
        }
    }
}
