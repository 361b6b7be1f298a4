using Usher.Testing;
using Usher.Tests.Tidy;

namespace Usher.Tests;

/// <summary>The style, as far as a machine can judge it. Tidy/TidyRulesTests shows that each rule can fail.</summary>
public sealed class TidyTests
{
    private const string Migrations = "src/Usher.Engine/Database/Migrations/";

    private const string Architecture = "ARCHITECTURE.md";

    private static readonly FolderGraph Graph = FolderGraph.Of(Repository.Files);

    private static readonly string[] CodeExtensions = [".cs", ".sql", ".sh", ".ts", ".mjs", ".css", ""];

    [Fact]
    public void Code_files_are_short() => None(FileLengths.Violations(Repository.Code));

    [Fact]
    public void Methods_fit_on_a_screen() => None(Repository.Code.SelectMany(CodeRules.LongMethods));

    [Fact]
    public void Lines_fit_side_by_side() => None(
        Repository.Files.Where(f => CodeExtensions.Contains(f.Extension)).SelectMany(TextRules.LongLines));

    [Fact]
    public void Names_tell_what_is_inside() => None(Repository.Code.SelectMany(CodeRules.EmptyNames));

    [Fact]
    public void A_switch_over_an_outcome_names_all_of_its_cases()
    {
        var product = Repository.Code.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();
        var unions = UnionRules.Unions(product);
        unions.Keys.ShouldContain("BookOutcome");
        unions.Keys.ShouldContain("PriceChange");
        None(product.SelectMany(f => UnionRules.Switches(f, unions)));
    }

    [Fact]
    public void Nothing_is_folded_away_in_regions() => None(Repository.Code.SelectMany(CodeRules.Regions));

    [Fact]
    public void Nothing_is_left_for_later() => None(Repository.Files.SelectMany(TextRules.NotesToSelf));

    [Fact]
    public void No_file_names_a_machine_path() => None(Repository.Files.SelectMany(TextRules.MachinePaths));

    [Fact]
    public void No_file_names_a_package_registry() => None(Repository.Files.SelectMany(TextRules.RegistryHosts));

    [Fact]
    public void Migrations_are_numbered_without_gaps() => None(MigrationRules.Numbering(Under(Migrations)));

    [Fact]
    public void The_engine_carries_every_migration() =>
        None(MigrationRules.NotEmbedded(Under(Migrations), typeof(SellingOptions).Assembly));

    [Fact]
    public void What_people_read_is_said_in_usual_words() => None(Repository.Files
        .Where(f => f.Path == "README.md"
            || (f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Extension is ".cs" or ".razor" or ".ts")
            || (f.Path.StartsWith("docs/", StringComparison.Ordinal)
                && !f.Path.StartsWith("docs/adr/", StringComparison.Ordinal)))
        .SelectMany(TextRules.StiffWords));

    [Fact]
    public void Migrations_expand() => None(MigrationRules.Contractions(Under(Migrations)));

    [Fact]
    public void Migrations_alter_one_table_at_a_time() => None(MigrationRules.SecondTables(Under(Migrations)));

    [Fact]
    public void Migrations_outside_of_a_transaction_may_run_twice() =>
        None(MigrationRules.NotRepeatables(Under(Migrations)));

    [Fact]
    public void Each_project_refers_to_what_it_may_and_to_nothing_else() => None(HouseRules.References.SelectMany(
        entry => ReferenceRules.Forbidden(
            File($"{entry.Key}/{entry.Key.Split('/')[1]}.csproj"), entry.Value)).Concat(HouseRules.Strangers(Graph)));

    [Fact]
    public void Each_project_has_its_rules_and_is_built() => None(HouseRules.Unlisted(
        Repository.Files.Where(f => f.Extension == ".csproj"), File("Usher.slnx")));

    [Fact]
    public void Each_project_uses_packages_that_it_may() => None(Repository.Files.SelectMany(PackageRules.Strangers));

    // A project gets what these name without naming it.
    [Fact]
    public void What_projects_share_brings_no_package_but_analyzers() => None(Repository.Files
        .Where(f => f.Extension is ".props" or ".targets" && !f.Path.StartsWith("tests/", StringComparison.Ordinal))
        .SelectMany(f => ReferenceRules.Forbidden(
            f, HouseRules.AspNetCore, "Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers")));

    [Fact]
    public void Only_tests_see_the_inside_of_a_project() => None(
        Repository.Files.Where(f => f.Extension is ".csproj" or ".props").SelectMany(HouseRules.Friends));

    [Fact]
    public void No_folders_refer_to_each_other_in_a_circle() => None(Graph.Circles());

    [Fact]
    public void Only_the_projects_of_the_database_have_sql() => None(Repository.Files.SelectMany(SqlRules.Elsewhere));

    [Fact]
    public void Only_the_engine_writes_seats_and_bookings() =>
        None(Repository.Files.SelectMany(SqlRules.WritesOfSeats));

    // USHER_WRITE_TABLES=1 writes it instead.
    [Fact]
    public void The_architecture_shows_who_refers_to_whom()
    {
        var path = Path.Combine(Clone.Root, Architecture);
        var document = System.IO.File.ReadAllText(path);
        var current = HouseRules.WithTable(document, HouseRules.Table(Graph));
        if (Environment.GetEnvironmentVariable("USHER_WRITE_TABLES") == "1")
        {
            System.IO.File.WriteAllText(path, current);
        }
        else
        {
            document.ShouldBe(current, "run ./test --fast --filter who_refers with USHER_WRITE_TABLES=1");
        }
    }

    [Fact]
    public void Decisions_tell_their_context_and_consequences() => None(DocumentRules.Decisions(Under("docs/adr/")));

    [Fact]
    public void Links_between_documents_lead_somewhere() => None(
        Repository.Files.Where(f => f.Extension == ".md").SelectMany(f => DocumentRules.DeadLinks(
            f, target => Path.Exists(Path.Combine(Clone.Root, target)))));

    [Fact]
    public void Mutation_testing_finds_its_rules_and_their_tests() => None(
        MutationRules.Missing(File("tests/Usher.Tests/stryker-config.json"), [.. Repository.Code]));

    private static List<SourceFile> Under(string folder)
    {
        var files = Repository.Files.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal)).ToList();
        files.ShouldNotBeEmpty($"{folder} has moved; these rules must follow it");
        return files;
    }

    private static SourceFile File(string path) => Repository.Files.Single(f => f.Path == path);

    private static void None(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
        {
            Assert.Fail(string.Join('\n', found));
        }
    }
}
