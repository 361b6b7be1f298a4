using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.Tests.Http;

/// <summary>
/// What Kestrel must go on doing for large answers to leave from where they are: their bytes are announced to our
/// transport, and Kestrel writes the head, then exactly them. A new version that does otherwise fails here.
/// </summary>
public sealed partial class LargeAnswerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Seats = 20_000;

    [Theory]
    [InlineData("true", "1.1")]
    [InlineData("false", "1.1")]
    [InlineData("true", "2.0")]
    public async Task A_large_answer_arrives_whole_and_the_connection_serves_on(string direct, string version)
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:DirectSend", direct),
            ("Kestrel:EndpointDefaults:Protocols", version == "2.0" ? "Http2" : "Http1"));
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        using var http = new HttpClient { BaseAddress = server.Http.BaseAddress };
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            foreach (var path in new[] { "seats", "plan", "" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/shows/{show}/{path}".TrimEnd('/'))
                {
                    Version = new Version(version),
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                };
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                body.Length.ShouldBe((int)answer.Content.Headers.ContentLength!);
                if (path == "seats")
                {
                    SeatNumber().Matches(body).Select(match => match.Groups[1].Value)
                        .ShouldBe(Enumerable.Range(1, Seats).Select(n => n.ToString(CultureInfo.InvariantCulture)));
                }

                bodies.Add(body);
            }
        }

        bodies.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Several_in_one_go_are_answered_in_order_and_a_head_has_no_body(string direct)
    {
        await using var server = await TestServer.StartAsync(database, ("Http:DirectSend", direct));
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        await using var client = await RawClient.OpenAsync(server.Http.BaseAddress!);
        var line = $"/api/shows/{show}/seats HTTP/1.1\r\nHost: localhost\r\n";

        await client.SendAsync(
            $"GET {line}\r\nHEAD {line}\r\nGET {line}Accept-Encoding: gzip\r\n\r\nGET {line}Connection: close\r\n\r\n");

        var (first, whole) = await ReadAsync(client);
        Length(await client.ReadHeadAsync()).ShouldBe(whole.Length);
        var (gzipHead, gzip) = await ReadAsync(client);
        var (_, last) = await ReadAsync(client);
        first.ShouldStartWith("HTTP/1.1 200");
        Encoding.UTF8.GetString(whole).ShouldEndWith("]}");
        gzipHead.ShouldContain("Content-Encoding: gzip");
        gzip[..2].ShouldBe([0x1f, 0x8b]);
        last.ShouldBe(whole);
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_openapi_document_is_written_once_and_known_by_its_tag()
    {
        await using var server = await TestServer.StartAsync(database);
        var first = await server.Http.GetAnswerAsync("/openapi/v1.json");
        var again = await server.Http.GetAnswerAsync("/openapi/v1.json");

        again.Text.ShouldBe(first.Text);
        first.Json.GetProperty("paths").EnumerateObject().ShouldNotBeEmpty();
        var known = await server.Http.GetAnswerAsync(
            "/openapi/v1.json", ("If-None-Match", first.Message.Headers.ETag!.ToString()));
        known.Status.ShouldBe(HttpStatusCode.NotModified);
        (await server.Http.GetAnswerAsync("/openapi/v2.json")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("\"seat_number\":([0-9]+),")]
    private static partial Regex SeatNumber();

    private static async Task<(string Head, byte[] Body)> ReadAsync(RawClient client)
    {
        var head = await client.ReadHeadAsync();
        return (head, await client.ReadAsync(Length(head)));
    }

    private static int Length(string head) => int.Parse(
        Regex.Match(head, "Content-Length: ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
