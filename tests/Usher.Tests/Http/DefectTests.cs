using System.Net;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class DefectTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_defect_is_a_problem_with_a_trace_and_tells_nothing_of_the_inside()
    {
        await using var server = await TestServer.StartAsync(database);
        await using var command = database.DataSource.CreateCommand("alter table shows rename to elsewhere");
        await command.ExecuteNonQueryAsync();

        foreach (var answer in new[]
        {
            await server.Http.GetAnswerAsync("/api/shows"),
            await server.Http.BookAsync(1, [1]),
        })
        {
            answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal-error");
            answer.Field("trace_id").ShouldNotBeEmpty();
            answer.Text.ShouldNotContain("elsewhere");
            answer.Text.ShouldNotContain("relation");
            answer.Text.ShouldNotContain("Npgsql");
        }
    }
}
