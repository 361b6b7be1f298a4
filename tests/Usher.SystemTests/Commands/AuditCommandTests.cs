using System.Text.Json;
using Usher.Engine.Audit;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class AuditCommandTests(TestPostgres postgres) : IAsyncLifetime
{
    private AuditedDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await AuditedDatabase.CreateAsync(postgres);

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_clean_database_is_told_invariant_by_invariant()
    {
        var audit = await UsherProcess.RunAsync(_database.ConnectionString, "audit");

        audit.Code.ShouldBe(0, audit.Errors);
        audit.Errors.ShouldBe("");
        audit.Output.ShouldContain("1 show, 20 seats, 7 bookings, in one snapshot.");
        audit.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))
            .ShouldBe(Invariant.All.Length);
        audit.Output.ShouldEndWith("Clean.\n");
        audit.Output.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_violation_is_named_with_its_row_and_is_the_exit_code()
    {
        await _database.PlantAsync("update seats set version = 5 where seat_number in (10, 11, 12)");

        var audit = await UsherProcess.RunAsync(_database.ConnectionString, "audit", "--Audit:ViolationsMax=2");

        audit.Code.ShouldBe(1);
        audit.Output.ShouldContain($"show {_database.Show}, seat 10: the seat has version 5 after 0 changes");
        audit.Output.ShouldContain("… and 1 more");
        audit.Output.ShouldEndWith("3 violations.\n");
    }

    [Fact]
    public async Task Json_is_one_object_with_the_same_findings()
    {
        await _database.PlantAsync("update bookings set email_sealed = null, person_key = null where id = {confirmed}");

        var audit = await UsherProcess.RunAsync(_database.ConnectionString, "audit", "--json");

        audit.Code.ShouldBe(1);
        using var json = JsonDocument.Parse(audit.Output);
        var report = json.RootElement;
        report.GetProperty("is_clean").GetBoolean().ShouldBeFalse();
        report.GetProperty("seats").GetInt64().ShouldBe(20);
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        findings.Count.ShouldBe(Invariant.All.Length);
        var broken = findings.Single(finding => finding.GetProperty("violation_count").GetInt64() > 0);
        broken.GetProperty("invariant").GetProperty("number").GetString().ShouldBe("9");
        var violation = broken.GetProperty("violations").EnumerateArray().ShouldHaveSingleItem();
        violation.GetProperty("booking_id").GetString().ShouldBe(_database.Confirmed.ToString());
        violation.TryGetProperty("seat_number", out _).ShouldBeFalse();
    }
}
