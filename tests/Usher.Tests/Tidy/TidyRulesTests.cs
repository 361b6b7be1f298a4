namespace Usher.Tests.Tidy;

/// <summary>Each rule is shown a sample that breaks it, and one that just does not.</summary>
public sealed class TidyRulesTests
{
    private static readonly SourceFile Union = Code("""
        abstract record U : Outcome
        {
            private U() { }
            public sealed record A : U;
            public sealed record B(bool Y) : U;
            internal sealed record C : U;
        }

        // Others may add to this one.
        abstract record Open
        {
            public sealed record A : Open;
            public sealed record B : Open;
        }
        """);

    [Theory]
    [InlineData(9, 81, "x5.cs:1: half of the files")]
    [InlineData(9, 80, null)]
    [InlineData(2, 251, "x1.cs:1: a tenth of the files")]
    [InlineData(1, 501, "x1.cs:1: 501 lines")]
    [InlineData(1, 500, null)]
    public void Files_that_are_too_long_are_found(int count, int lines, string? expected)
    {
        var others = Enumerable.Repeat(new SourceFile("short.cs", "x"), 10 - Math.Min(count, 9));
        var files = Enumerable.Range(1, count).Select(n => new SourceFile($"x{n}.cs", Repeat("x\n", lines)));
        Expect(FileLengths.Violations(others.Concat(files)).Take(1), expected);
    }

    [Theory]
    [InlineData("class A {{ void M() {{\n{0}}} }}", 69, "a.cs:1: M has 71 lines")]
    [InlineData("class A {{ void M() {{\n{0}}} }}", 68, null)]
    [InlineData("class A {{\nA()\n{{\n{0}}} }}", 69, "a.cs:2: A has 72 lines")]
    [InlineData("class A {{ int P {{ get {{\n{0}}} }} }}", 70, "a.cs:1: get has")]
    [InlineData("{0}", 71, "a.cs:1: the top-level statements")]
    public void Methods_that_are_too_long_are_found(string code, int statements, string? expected) =>
        Expect(CodeRules.LongMethods(Code(string.Format(code, Repeat(";\n", statements)))), expected);

    [Theory]
    [InlineData("SeatHelpers", "SeatHelpers.cs:1:")]
    [InlineData("DateUtils", "DateUtils.cs:1:")]
    [InlineData("BookingManager", "BookingManager.cs:1:")]
    [InlineData("Utilization", null)]
    public void Names_that_say_nothing_are_found(string name, string? expected)
    {
        Expect(CodeRules.EmptyNames(new SourceFile($"{name}.cs", "")), expected);
        Expect(CodeRules.EmptyNames(Code($"\nclass {name};")), expected is null ? null : $"a.cs:2: {name}");
    }

    [Theory]
    [InlineData("x switch { U.A => 1 }", "a.cs:1: the switch over U leaves out B")]
    [InlineData("x switch { U.A => 1, U.B(var y) when y => 2 }", "a.cs:1: the switch over U leaves out B")]
    [InlineData("x switch { U.A => 1, U.B => 2, _ => 3 }", "a.cs:1: the switch over U has a default")]
    [InlineData("x switch { U.A => 1, U.B => 2, var y => 3 }", "a.cs:1: the switch over U has a default")]
    [InlineData("x switch { U.A => 1, U.B(var y) when y => 2, U.B => 3 }", null)]
    [InlineData("x switch { U.A or U.B => 1 }", null)]
    [InlineData("x switch { Color.A => 1, _ => 2 }", null)]
    [InlineData("x switch { Open.A => 1, _ => 2 }", null)]
    public void Switches_over_an_outcome_that_leave_a_case_out_are_found(string code, string? expected)
    {
        var unions = UnionRules.Unions([Union]);
        Expect(UnionRules.Switches(Code($"var z = {code};"), unions), expected);
    }

    [Theory]
    [InlineData("switch (x) { case U.A: break; }", "a.cs:1: the switch over U leaves out B")]
    [InlineData("switch (x) { case U.A: break; case U.B b: break; default: break; }", "a.cs:1: the switch over U has")]
    [InlineData("switch (x) { case U.A: case U.B(var y): break; }", null)]
    public void So_are_statements_that_do(string code, string? expected)
    {
        var unions = UnionRules.Unions([Union]);
        Expect(UnionRules.Switches(Code(code), unions), expected);
    }

    [Fact]
    public void Regions_are_found() =>
        Expect(CodeRules.Regions(Code("class A {\n#region B\n#endregion\n}")), "a.cs:2:");

    [Theory]
    [InlineData(121, "a.cs:2: 121 columns")]
    [InlineData(120, null)]
    public void Lines_that_are_too_long_are_found(int columns, string? expected) =>
        Expect(TextRules.LongLines(Code("\n" + Repeat("x", columns))), expected);

    [Theory]
    [InlineData("\n// TO" + "DO: later", "a.cs:2:")]
    [InlineData("// FIX" + "ME", "a.cs:1:")]
    [InlineData("// HA" + "CK", "a.cs:1:")]
    [InlineData("// the todo list of a buyer", null)]
    public void Notes_to_oneself_are_found(string text, string? expected) =>
        Expect(TextRules.NotesToSelf(Code(text)), expected);

    [Theory]
    [InlineData("see /ho" + "me/asha/usher", "a.cs:1:")]
    [InlineData("\"/Us" + "ers/asha\"", "a.cs:1:")]
    [InlineData("C:\\Us" + "ers\\asha", "a.cs:1:")]
    [InlineData("src/home/Page.cs and https://example.com/home/", null)]
    public void Machine_paths_are_found(string text, string? expected) =>
        Expect(TextRules.MachinePaths(Code(text)), expected);

    [Theory]
    [InlineData("<p>Your seats are held. Let them go?</p>", "a.cs:1: 'Let them go'")]
    [InlineData("No show lies ahead.", "a.cs:1: 'lies ahead'")]
    [InlineData("--accept moves the show all the same", "a.cs:1: 'all the same'")]
    [InlineData("Release your seats. They go back on sale.", null)]
    [InlineData("    // A worker whose seats go without a buyer: let them go.", null)]
    public void Words_that_nobody_says_are_found(string text, string? expected) =>
        Expect(TextRules.StiffWords(Code(text)), expected);

    [Theory]
    [InlineData("https://api.nu" + "get.org/v3", "a.cs:1:")]
    [InlineData("http://deb.deb" + "ian.org/", "a.cs:1:")]
    [InlineData("the NuGet package of https://example.org", null)]
    public void Registry_hosts_are_found(string text, string? expected) =>
        Expect(TextRules.RegistryHosts(Code(text)), expected);

    [Theory]
    [InlineData("0002_second.sql", null)]
    [InlineData("0003_second.sql", "0003_second.sql:1:")]
    [InlineData("0001_twice.sql", "0001_twice.sql:1:")]
    [InlineData("second.sql", "second.sql:1:")]
    public void Gaps_between_migrations_are_found(string second, string? expected) => Expect(
        MigrationRules.Numbering([new SourceFile("0001_first.sql", ""), new SourceFile(second, "")]), expected);

    [Fact]
    public void A_migration_that_is_not_embedded_is_found() => Expect(
        MigrationRules.NotEmbedded([new SourceFile("9999_new.sql", "select 1")], typeof(SellingOptions).Assembly),
        "9999_new.sql:1:");

    [Theory]
    [InlineData("<PackageReference Include='StackExchange.Redis'/>", "a.csproj:2: must not refer to StackExchange")]
    [InlineData("<FrameworkReference Include='Microsoft.AspNetCore.App'/>", "a.csproj:2: must not refer to")]
    [InlineData("<ProjectReference Include='../B/B.csproj'/>", "a.csproj:2: must not refer to ../B/B.csproj")]
    [InlineData("<PackageReference Include='Npgsql'/><PackageReference Include='Microsoft.Extensions.Options'/>", null)]
    public void References_that_are_not_allowed_are_found(string reference, string? expected) => Expect(
        ReferenceRules.Forbidden(
            new SourceFile("a.csproj", $"<Project>\n{reference}</Project>"), HouseRules.References["src/Usher.Engine"]),
        expected);

    [Fact]
    public void Folders_that_refer_to_each_other_in_a_circle_are_found()
    {
        var graph = FolderGraph.Of(
        [
            new SourceFile("src/P/A/X.cs", "using P.B;\nnamespace P.A;\nclass X { Y y; }"),
            new SourceFile("src/P/B/Y.cs", "namespace P.B;\nclass Y { Z z; int X => new { }.X; }"),
            new SourceFile("src/P/Z.cs", "namespace P;\nclass Z;"),
            new SourceFile("src/P/C/V.razor", "@using P.A\n<X /> @Model.W"),
            new SourceFile("src/P/D/W.cs", "namespace P.D;\nclass W;"),
        ]);
        graph.Circles().ShouldBeEmpty();
        graph.From("P/A").ShouldBe(["P/B"]);
        graph.From("P/B").ShouldBe(["P"]);
        graph.From("P/C").ShouldBe(["P/A"]);

        FolderGraph.Of(
        [
            new SourceFile("src/P/A/X.cs", "using P.B;\nnamespace P.A;\nclass X { Y y; }"),
            new SourceFile("src/P/B/Y.cs", "namespace P.B;\nclass Y { Z z; }"),
            new SourceFile("src/P/Z.cs", "using static P.A.X;\nnamespace P;\nclass Z;"),
        ]).Circles().ShouldBe(["P -> P/A -> P/B -> P"]);
    }

    [Theory]
    [InlineData("a.cs", "class X { P.B.Y y; }")]
    [InlineData("a.cs", "class X { global::P.B.Y y; }")]
    [InlineData("a.cs", "class X { B.Y y; }")]
    [InlineData("a.cs", "class X { int y = P.B.Y.Z; }")]
    [InlineData("a.cs", "class X { List<P.B.Y> y; }")]
    [InlineData("a.razor", "<p>@P.B.Y.Z</p>")]
    public void Folders_named_in_full_are_found(string name, string text) => FolderGraph.Of(
        [
            new SourceFile($"src/P/A/{name}", name == "a.cs" ? $"namespace P.A;\n{text}" : text),
            new SourceFile("src/P/B/Y.cs", "namespace P.B;\nclass Y;"),
        ]).From("P/A").ShouldBe(["P/B"]);

    [Fact]
    public void A_project_known_through_another_is_found()
    {
        var graph = FolderGraph.Of(
        [
            new SourceFile("src/Usher.Engine/A/X.cs", "using Usher.Pages.B;\nnamespace Usher.Engine.A;\nclass X;"),
            new SourceFile("src/Usher.Pages/B/Y.cs", "using Usher.Http.C;\nnamespace Usher.Pages.B;\nclass Y;"),
            new SourceFile("src/Usher.Http/C/Z.cs", "namespace Usher.Http.C;\nclass Z;"),
        ]);
        Expect(HouseRules.Strangers(graph), "Usher.Engine/A must not know Usher.Pages/B");
        HouseRules.Table(graph).ShouldContain("| Pages/B | Http (C) |");
    }

    [Theory]
    [InlineData("src/Usher.Server/Usher.Server.csproj", "<Project Path='src/Usher.Server/Usher.Server.csproj'/>", null)]
    [InlineData("src/Usher.Server/Usher.Server.csproj", "", "src/Usher.Server/Usher.Server.csproj:1: a.slnx does not")]
    [InlineData("src/Usher.New/Usher.New.csproj", "<Project Path='src/Usher.New/Usher.New.csproj'/>",
        "src/Usher.New/Usher.New.csproj:1: HouseRules does not say")]
    [InlineData("src/Other/Usher.Server/Usher.Server.csproj",
        "<Project Path='src/Other/Usher.Server/Usher.Server.csproj'/>",
        "src/Other/Usher.Server/Usher.Server.csproj:1: HouseRules does not say")]
    [InlineData("tests/Usher.New/Usher.New.csproj", "<Project Path='tests/Usher.New/Usher.New.csproj'/>", null)]
    public void Projects_without_rules_are_found(string path, string solution, string? expected) => Expect(
        HouseRules.Unlisted([new SourceFile(path, "")], new SourceFile("a.slnx", $"<Solution>{solution}</Solution>")),
        expected);

    [Theory]
    [InlineData("src/Usher.Pages/A.cs", "using System.Text;\nusing Npgsql;", "src/Usher.Pages/A.cs:2: Usher.Pages")]
    [InlineData("src/Usher.Pages/A.cs", "using NpgsqlTypes;", "src/Usher.Pages/A.cs:1: Usher.Pages must not use")]
    [InlineData("src/Usher.Pages/A.cs", "using static Npgsql.A;", "src/Usher.Pages/A.cs:1: Usher.Pages must not use")]
    [InlineData("src/Usher.Pages/A.cs", "class A { global::Npgsql.B b; }", "src/Usher.Pages/A.cs:1: Usher.Pages must")]
    [InlineData("src/Usher.Pages/A.cs", "var a = Npgsql.B.Make();", "src/Usher.Pages/A.cs:1: Usher.Pages must not")]
    [InlineData("src/Usher.Pages/A.razor", "<a/>\n@using Npgsql", "src/Usher.Pages/A.razor:2: Usher.Pages must not")]
    [InlineData("src/Usher.Pages/A.csproj", "<A><Using Include='Npgsql'/></A>", "src/Usher.Pages/A.csproj:1: Usher.P")]
    [InlineData("src/Usher.Engine/A.cs", "using Microsoft.AspNetCore.Http;", "src/Usher.Engine/A.cs:1: Usher.Engine")]
    [InlineData("src/Usher.Http/A.cs", "using Microsoft.AspNetCore.OpenApi;", "src/Usher.Http/A.cs:1: Usher.Http must")]
    [InlineData("src/Usher.Http/A.cs", "using Redis;", "src/Usher.Http/A.cs:1: PackageRules does not say which")]
    [InlineData("src/Usher.Http/A.cs", "using Npgsql;\nusing Microsoft.AspNetCore.Http;\nusing Usher.Engine;", null)]
    [InlineData("src/Usher.Engine/A.cs", "using Microsoft.Extensions.Options;\nusing EvolveDb.Dialect;", null)]
    [InlineData("src/Usher.Engine/A.cs", "class A { System.Text.Json.B b; int C => d.Npgsql.E; }", null)]
    [InlineData("tests/Usher.Tests/A.cs", "using Npgsql;", null)]
    public void Packages_that_come_through_another_project_are_found(string path, string text, string? expected) =>
        Expect(PackageRules.Strangers(new SourceFile(path, text)), expected);

    [Theory]
    [InlineData("A.cs", "x(\"select 1 from t\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "const string Find = \"\"\"\n    select 1\n    from t\n    \"\"\";", "src/Usher.Pages/A.cs:1:")]
    [InlineData("A.cs", "\nx($\"\"\"\n  -- Why.\n  delete from {t}\n  \"\"\");", "src/Usher.Pages/A.cs:2: SQL stands")]
    [InlineData("A.cs", "x(@\"\n  update t set a = 1\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x($\"insert into {t} values (1)\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"begin; select 1\"u8);", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"with recent (a) as materialized (select 1)\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"create unique index a on b (c)\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"set local lock_timeout = 1\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"copy seats (a, b) from stdin\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "x(\"notify seats, 'a'\");", "src/Usher.Pages/A.cs:1: SQL stands")]
    [InlineData("A.cs", "// \"select 1\"\nx(\"selected one\", \"Update the page\", \"Copy the key\");", null)]
    [InlineData("A.cs", "x(\"Delete it, or create a show\", \"With care as ever\", 'a');", null)]
    [InlineData("A.razor", "\n@code { string a = \"\"\"\n  select 1 from t\"\"\"; }", "src/Usher.Pages/A.razor:2: SQL")]
    [InlineData("A.razor", "<a title=\"select a seat\" />", null)]
    [InlineData("A.md", "\"select 1 from t\"", null)]
    public void Sql_in_a_project_that_has_none_is_found(string name, string text, string? expected)
    {
        Expect(SqlRules.Elsewhere(new SourceFile($"src/Usher.Pages/{name}", text)), expected);
        Expect(SqlRules.Elsewhere(new SourceFile($"src/Usher.Engine/{name}", text)), expected: null);
    }

    [Theory]
    [InlineData("\"update seats set held_until = null\"", "src/Usher.BoxOffice/A.cs:1: seats and bookings are")]
    [InlineData(
        "\"\"\"\nwith x as (select 1) insert into bookings select 1\n\"\"\"",
        "src/Usher.BoxOffice/A.cs:1: seats and bookings are")]
    [InlineData("\"delete from bookings_by_person\"", null)]
    [InlineData("\"select count(*) from seats\"", null)]
    public void A_write_of_seats_around_the_engine_is_found(string text, string? expected)
    {
        Expect(SqlRules.WritesOfSeats(new SourceFile("src/Usher.BoxOffice/A.cs", $"var x = {text};")), expected);
        Expect(SqlRules.WritesOfSeats(new SourceFile("src/Usher.Engine/A.cs", $"var x = {text};")), expected: null);
    }

    [Theory]
    [InlineData("<InternalsVisibleTo Include='usher'/>", "a.csproj:1: only tests see the inside")]
    [InlineData("<InternalsVisibleTo Include='Usher.Tests'/>", null)]
    public void Friends_that_are_no_tests_are_found(string line, string? expected) =>
        Expect(HouseRules.Friends(new SourceFile("a.csproj", $"<Project>{line}</Project>")), expected);

    [Theory]
    [InlineData("0001-a-title.md", "## Context\n## Decision\n## Consequences", null)]
    [InlineData("0002-a-title.md", "## Context\n## Decision\n## Consequences", "0002-a-title.md:1: a decision is")]
    [InlineData("1-title.md", "## Context\n## Decision\n## Consequences", "1-title.md:1:")]
    [InlineData("0001-a-title.md", "## Context\n## Decision", "0001-a-title.md:1: the section '## Consequences'")]
    public void Decisions_without_their_parts_are_found(string name, string text, string? expected) =>
        Expect(DocumentRules.Decisions([new SourceFile(name, text)]), expected);

    [Theory]
    [InlineData("\n[a](missing.md#part)", "docs/a.md:2: the link to missing.md")]
    [InlineData("[a](there.md) [b](https://example.com/x) [c](#part)", null)]
    public void Links_that_lead_nowhere_are_found(string text, string? expected) => Expect(
        DocumentRules.DeadLinks(new SourceFile("docs/a.md", text), target => target == "docs/there.md"), expected);

    [Theory]
    [InlineData("\n\"**/Rules.cs\"", null)]
    [InlineData("\n\"**/Rule.cs\"", "a.json:2: no rule is called Rule.cs")]
    [InlineData("\"**/RulesTests.cs\"", "a.json:1: no rule is called RulesTests.cs")]
    [InlineData("ClassName~.Rules|ClassName~.RulesT", null)]
    [InlineData("ClassName~.Rules|ClassName~.Check", "a.json:1: no test is called Check")]
    public void Rules_that_mutation_testing_would_not_find_are_found(string text, string? expected) => Expect(
        MutationRules.Missing(
            new SourceFile("a.json", text),
            [new SourceFile("src/A/Rules.cs", ""), new SourceFile("tests/A/RulesTests.cs", "")]),
        expected);

    private static SourceFile Code(string text) => new("a.cs", text);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

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
