using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.SystemTests.Fuzz;

public sealed class BrokenBodyTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("zz")]
    [InlineData("-1")]
    [InlineData("80000000")]
    [InlineData("ffffffffffffffff")]
    public async Task A_chunk_whose_size_is_no_size_is_a_malformed_body(string size)
    {
        var address = new IPEndPoint(IPAddress.Loopback, api.Http.BaseAddress!.Port);
        using var connection = new FuzzConnection(address);
        // Not a booking: a busy machine may turn one away before it reads the body.
        var bytes = "POST /api/admin/shows HTTP/1.1\r\nHost: usher.test\r\nContent-Type: application/json\r\n"
            + $"X-Api-Key: {TestApi.AdminKey}\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n";

        var request = new FuzzRequest(
            "a broken chunk", [Encoding.ASCII.GetBytes(bytes)], new Expectation { Statuses = [400] });
        var exchange = await connection.SendAsync(request, TestContext.Current.CancellationToken);

        var answer = exchange.Answers.ShouldHaveSingleItem();
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json!.Value.GetProperty("type").GetString().ShouldBe("/problems/malformed-body");
    }
}
