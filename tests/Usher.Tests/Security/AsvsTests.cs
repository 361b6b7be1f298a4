using System.Globalization;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>docs/asvs.md: nothing that the standard asks for at levels 1 and 2 is left out, and what is said to prove
/// something is there.</summary>
public sealed partial class AsvsTests
{
    private const string Document = "docs/asvs.md";

    private static readonly string[] States = ["met", "operator", "**not met**", "does not apply"];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Clone.Root, Document));

    private static readonly List<Row> Rows =
    [
        .. Lines.Where(line => line.StartsWith("| V", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .Select(cells => new Row(cells[0], cells.Length, cells[2], string.Join(' ', cells[3..^1]), cells[^1])),
    ];

    // Ids and levels of the standard (asvs-5.0.0.txt), none of its words.
    private static readonly List<(string Id, int Level)> Standard =
    [
        .. File.ReadLines(Path.Combine(Clone.Root, "tests/Usher.Tests/Security/asvs-5.0.0.txt"))
            .Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1][0] - '0')),
    ];

    [GeneratedRegex(@"\]\((?<target>[^)\s#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link { get; }

    [Fact]
    public void The_standard_has_as_many_requirements_as_it_says() =>
        Standard.CountBy(one => one.Level).OrderBy(one => one.Key).Select(one => one.Value).ShouldBe([70, 183, 92]);

    [Fact]
    public void Every_requirement_of_levels_1_and_2_has_its_row_or_its_section_has()
    {
        Standard.Where(one => one.Level <= 2 && RowsOf(one.Id).Count != 1).ShouldBeEmpty();
        Standard.Where(one => RowsOf(one.Id).Count > 1).ShouldBeEmpty();
        Rows.Where(row => !Standard.Exists(one => row.IsOf(one.Id))).ShouldBeEmpty("these are of no standard");
    }

    [Fact]
    public void Rows_are_in_order_and_whole()
    {
        Rows.Select(row => row.Order).ShouldBeInOrder();
        Rows.Select(row => row.Id).ShouldBeUnique();
        Rows.Where(row => row.Cells != 5 || row.How.Length == 0 || !States.Contains(row.State)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_said_to_prove_something_is_a_test()
    {
        foreach (var row in Rows)
        {
            var targets = Link.Matches(row.Tests).Select(link => link.Groups["target"].Value).ToList();
            (targets.Count > 0 || row.Tests == "-").ShouldBeTrue(row.Id);
            targets.ShouldAllBe(
                target => target.StartsWith("../tests/", StringComparison.Ordinal)
                    && File.Exists(Path.Combine(Clone.Root, "docs", target)),
                row.Id);
        }
    }

    [Fact]
    public void Every_link_leads_to_something() => Link.Matches(string.Join('\n', Lines))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal)
            && !Path.Exists(Path.Combine(Clone.Root, "docs", target)))
        .ShouldBeEmpty();

    [Fact]
    public void The_table_at_the_top_counts_what_is_below()
    {
        foreach (var level in (int[])[1, 2, 3])
        {
            var counts = States.Select(state => Standard.Count(one =>
                one.Level == level && RowsOf(one.Id).Exists(row => row.State == state)));
            Lines.ShouldContain($"| {level} | {string.Join(" | ", counts)} |");
        }
    }

    private static List<Row> RowsOf(string id) => Rows.FindAll(row => row.IsOf(id));

    private sealed record Row(string Id, int Cells, string State, string How, string Tests)
    {
        // V3.10 comes after V3.9, and a section before its first requirement.
        public long Order => Id[1..].Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture))
            .Concat([0, 0]).Take(3).Aggregate((order, part) => (order * 1000) + part);

        public bool IsOf(string id) => id == Id || id.StartsWith($"{Id}.", StringComparison.Ordinal);
    }
}
