using Usher.Bench.Proof;

namespace Usher.SystemTests.Bench;

public sealed class UsherAuditTests
{
    [Theory]
    [InlineData(0, "{}", "", 0L, "clean")]
    [InlineData(1, """{"findings":[{"violation_count":2},{"violation_count":1}]}""", "", 3L, "3 violations")]
    [InlineData(1, """{"findings":[{"violation_count":1}]}""", "", 1L, "1 violation")]
    [InlineData(2, "", "No database.\nMore.", null, "not run: No database.")]
    [InlineData(1, "not JSON", "", null, "not run: exit code 1")]
    public void An_audits_exit_code_and_output_become_a_verdict(
        int exitCode, string output, string errors, long? violations, string text) =>
        UsherAudit.Read(exitCode, output, errors).ShouldBe(new AuditVerdict(violations, text));
}
