using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.SystemTests.Transport;

/// <summary>
/// Clients that close their half of the connection, or all of it, in the middle of whatever they asked for: everyday
/// business, of which the log says nothing.
/// </summary>
public sealed partial class HalfCloseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";
    private const string Json = "Content-Type: application/json\r\n";
    private const string Multipart = "Content-Type: multipart/form-data; boundary=b\r\n";
    private const string WebSocket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [Fact]
    public async Task Who_closes_half_way_through_leaves_nothing_in_the_log_and_the_server_serves_on()
    {
        await using var process = UsherProcess.Start(
            database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0", $"--Auth:AdminKey={TestApi.AdminKey}");
        var server = new Uri(await process.ReadAfterAsync("Usher sells seats on "));
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 20_000);
        var silent = process.Errors;

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Requests(show).Select(request => CloseInTheMiddleAsync(server, request, round)));
        }

        await using var client = await RawClient.OpenAsync(server);
        await client.AskAsync($"/api/shows/{show}");
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200");
        Complaints(process, silent).ShouldBeEmpty();
    }

    [Fact]
    public async Task Forms_of_strangers_are_refused_and_leave_nothing_in_the_log()
    {
        await using var process = UsherProcess.Start(
            database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0", $"--Auth:AdminKey={TestApi.AdminKey}");
        var server = new Uri(await process.ReadAfterAsync("Usher sells seats on "));
        var silent = process.Errors;

        foreach (var cookie in new[] { "", "Cookie: usher-desk-form=made-up\r\n", "Cookie: usher-desk=made-up\r\n" })
        {
            foreach (var ask in new[]
            {
                $"POST /desk/sign-in HTTP/1.1\r\nHost: localhost\r\n{Form}{cookie}Content-Length: 5\r\n\r\nkey=1",
                $"GET /desk/sign-in HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n{cookie}\r\n",
                $"POST /desk/sign-out HTTP/1.1\r\nHost: localhost\r\n{Form}{cookie}Content-Length: 5\r\n\r\nkey=1",
            })
            {
                await using var client = await RawClient.OpenAsync(server);
                await client.SendAsync(Encoding.Latin1.GetBytes(ask));
                (await client.ReadHeadAsync()).ShouldNotStartWith("HTTP/1.1 5");
            }
        }

        Complaints(process, silent).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_says_that_nothing_more_will_come_gets_the_whole_answer()
    {
        await using var process = UsherProcess.Start(
            database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0", $"--Auth:AdminKey={TestApi.AdminKey}",
            "--Http:UnsentBytesMax=16384");
        var server = new Uri(await process.ReadAfterAsync("Usher sells seats on "));
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 50_000);

        foreach (var path in new[] { "/openapi/v1.json", "/docs/swagger-ui-bundle.js", $"/api/shows/{show}/seats" })
        {
            await using var client = await RawClient.OpenAsync(server, takesLittle: true);
            await client.AskAsync(path);
            client.HalfClose();
            var head = await client.ReadHeadAsync();
            head.ShouldStartWith("HTTP/1.1 200");
            // Late enough for the server to have noticed.
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            await client.ReadAsync(int.Parse(Length().Match(head).Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"Content-Length: (\d+)")]
    private static partial Regex Length();

    // What a client says before it closes: all it has to say, or a part.
    private static IEnumerable<string> Requests(ShowId show)
    {
        var live = $"GET /api/shows/{show}/live HTTP/1.1\r\nHost: localhost\r\n";
        yield return $"{live}{WebSocket}\r\n";
        yield return $"{live}{WebSocket}\r\n\u0089\u0080\0\0\0\0\u0081\u0080\0\0\0\0";
        yield return $"{live}Accept: text/event-stream\r\n\r\n";
        yield return $"{live}Accept: text/event-stream\r\n\r\n{live}Accept: text/event-stream\r\n\r\n";
        yield return $"GET /api/shows/{show}/seats HTTP/1.1\r\nHost: localhost\r\n\r\n";
        yield return $"GET /shows/{show} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n";
        yield return "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
        foreach (var (path, type, body) in new[]
        {
            ("/api/bookings", Json, "{\"show_id\":1"), ("/api/admin/shows", Json, "{\"name\":1"),
            ($"/shows/{show}/book", Form, "seat=1&key="), ($"/shows/{show}/book", Multipart, "--b\r\nContent-Dis"),
            ("/desk/sign-in", Form, "key=1"), ("/desk/sign-in", Multipart, "--b\r\nContent-Dis"),
            ("/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e/confirm", Form, "email=a"),
        })
        {
            var line = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {TestApi.AdminKey}\r\n{type}";
            yield return $"{line}Content-Length: 500\r\n\r\n{body}";
            yield return $"{line}Content-Length: {body.Length}\r\n\r\n{body}";
            yield return $"{line}Transfer-Encoding: chunked\r\n\r\n40\r\n{body}";
        }
    }

    private static IEnumerable<string> Complaints(UsherProcess process, string before) =>
        process.Errors[before.Length..].Split('\n').Where(line => !line.Contains(" info ", StringComparison.Ordinal)
            && !line.Contains(" debug ", StringComparison.Ordinal) && line.Length > 0);

    private static async Task CloseInTheMiddleAsync(Uri server, string request, int round)
    {
        await using var client = await RawClient.OpenAsync(server);
        var bytes = Encoding.Latin1.GetBytes(request);
        await client.SendAsync(bytes);
        // At once, and while somebody is at work on it.
        await Task.Delay(TimeSpan.FromMilliseconds(round * 2));
        client.HalfClose();
        if (round % 2 == 0)
        {
            await client.ReadToEndAsync();
        }
    }
}
