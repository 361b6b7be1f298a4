using System.Net;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class TicketKeyCommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_new_key_ends_links_only_if_it_is_to_and_no_link_is_ever_logged()
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await using var server = UsherProcess.Start(
            database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(await server.ReadAfterAsync("Usher sells seats on ")),
        };
        var booking = (await http.HoldAsync(show, 1)).ShouldRedirect();
        var link = await http.ConfirmAsync(booking);
        (await OpensAsync(http, link)).ShouldBeTrue();

        (await RunAsync("admin ticket-key")).Output.ShouldBe(
            "Key 2 signs the links of tickets from now on. Earlier links go on working until they end.\n");
        (await OpensAsync(http, link)).ShouldBeTrue();
        (await RunAsync("admin ticket-key --end-old")).Output.ShouldBe(
            "Key 3 signs the links of tickets from now on. All earlier links work no more.\n");
        // As late as Auth:RecheckSeconds allows.
        await Task.Delay(TimeSpan.FromSeconds(5));
        (await OpensAsync(http, link)).ShouldBeFalse();
        await http.GetAnswerAsync($"/api{link}");

        // It does say where each request went.
        server.Errors.ShouldContain(booking);
        server.Errors.ShouldNotContain(link.Split('=')[1]);
        server.Output.ShouldNotContain(link.Split('=')[1]);
    }

    private static async Task<bool> OpensAsync(HttpClient http, string link) =>
        (await http.GetPageAsync(link)).ShouldBePage(HttpStatusCode.OK).Text
            .Contains("QR code", StringComparison.Ordinal);

    private Task<UsherExit> RunAsync(string arguments) =>
        UsherProcess.RunAsync(database.ConnectionString, arguments.Split(' '));
}
