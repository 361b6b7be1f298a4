using Usher.Testing;

namespace Usher.Tests.Http;

/// <summary>When a browser is told to come by https only. With TLS of the server's own: CertificateTests.</summary>
public sealed class HstsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Site = "tickets.example.com";

    [Fact]
    public async Task A_site_with_tls_in_front_says_so_in_every_answer()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PublicUrl", $"https://{Site}"),
            ("Http:KnownProxies", "127.0.0.1"));

        string[] paths = ["/", "/nothing", "/desk/sign-in", "/api/shows", "/api/admin/plans", "/health/live"];
        foreach (var path in paths)
        {
            (await HstsAsync(server, path)).ShouldBe("max-age=31536000", path);
        }
    }

    [Theory]
    [InlineData("60", "false", "max-age=60")]
    [InlineData("60", "true", "max-age=60; includeSubDomains")]
    [InlineData("0", "true", null)]
    public async Task How_long_and_how_far_is_set(string seconds, string subdomains, string? expected)
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:PublicUrl", $"https://{Site}"), ("Http:HstsSeconds", seconds),
            ("Http:HstsIncludeSubdomains", subdomains));

        (await HstsAsync(server, "/")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public async Task A_machine_of_ones_own_says_nothing_of_the_kind(string host)
    {
        await using var server = await TestServer.StartAsync(database, ("Http:PublicUrl", $"https://{Site}"));

        (await HstsAsync(server, "/", host)).ShouldBeNull();
    }

    [Fact]
    public async Task Neither_does_a_site_without_tls_whatever_a_client_claims()
    {
        await using var server = await TestServer.StartAsync(database);
        await using var plain = await TestServer.StartAsync(database, ("Http:PublicUrl", $"http://{Site}"));

        (await HstsAsync(server, "/")).ShouldBeNull();
        (await HstsAsync(plain, "/")).ShouldBeNull();
    }

    private static async Task<string?> HstsAsync(TestServer server, string path, string host = Site)
    {
        var answer = await server.Http.GetAnswerAsync(path, ("Host", host), ("X-Forwarded-Proto", "https"));
        return answer.Message.Headers.TryGetValues("Strict-Transport-Security", out var values)
            ? values.Single() : null;
    }
}
