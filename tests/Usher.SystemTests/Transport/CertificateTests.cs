using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Usher.Testing;

namespace Usher.SystemTests.Transport;

/// <summary>The real program with a certificate of its own, for a client that trusts nothing but its root.</summary>
public sealed class CertificateTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private static readonly int[] Seats = [5, 6];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("usher-tls-");
    private readonly TestAuthority _authority = new();

    private string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

    private string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task It_sells_by_https_with_the_whole_chain_and_tells_browsers_to_stay_there(string version)
    {
        Write(_authority.Issue());
        await using var server = Start("https://127.0.0.1:0");
        using var http = Client(await AddressOfAsync(server), Version.Parse(version));
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        var booked = await http.PostAsJsonAsync("/api/bookings", new { show_id = show.Value, seat_numbers = Seats });
        booked.StatusCode.ShouldBe(HttpStatusCode.Created);
        booked.Version.ShouldBe(Version.Parse(version));
        booked.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = Version.Parse(version) };
        request.Headers.Host = TestAuthority.Site;
        (await http.SendAsync(request)).Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    [Fact]
    public async Task A_renewed_certificate_is_served_without_a_restart_and_one_that_does_not_fit_is_not()
    {
        var first = _authority.Issue();
        Write(first);
        await using var server = Start("https://127.0.0.1:0", "--Http:CertificateCheckSeconds=1");
        var address = await AddressOfAsync(server);
        (await ServedAsync(address)).ShouldBe(ThumbprintOf(first));

        var second = _authority.Issue();
        Write((second.Certificates, first.Key));
        while (!server.Errors.Contains("The certificate on disk is not taken", StringComparison.Ordinal))
        {
            await PauseAsync();
        }

        (await ServedAsync(address)).ShouldBe(ThumbprintOf(first));
        Write(second);
        while (await ServedAsync(address) != ThumbprintOf(second))
        {
            await PauseAsync();
        }

        server.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Over_plain_http_people_are_sent_to_https_and_calls_are_refused()
    {
        Write(_authority.Issue());
        var plainPort = LocalPort.Free();
        await using var server = Start($"http://127.0.0.1:{plainPort};https://127.0.0.1:0");
        var secure = await AddressOfAsync(server);
        secure.Scheme.ShouldBe("https");
        var plain = new Uri($"http://127.0.0.1:{plainPort}");
        using var http = Client(plain, HttpVersion.Version11);

        await ShouldLeadAsync(HttpMethod.Get, "/shows/1?seats=1,2", new Uri(secure, "/shows/1?seats=1,2"));
        await ShouldLeadAsync(HttpMethod.Post, "/shows/1/book", new Uri(secure, "/shows/1/book"));
        await ShouldLeadAsync(HttpMethod.Get, "//evil.example", new Uri($"https://{secure.Authority}//evil.example"));
        await ShouldLeadAsync(HttpMethod.Get, "/", secure, host: "evil.example");
        await ShouldLeadAsync(HttpMethod.Get, "/", new Uri($"https://localhost:{secure.Port}/"), host: "localhost:7");
        foreach (var (method, path) in ((HttpMethod, string)[])
            [(HttpMethod.Get, "/api/shows"), (HttpMethod.Post, "/api/bookings"), (HttpMethod.Post, "/api/admin/shows")])
        {
            var refused = await http.CallAsync(method, path, content: null, ("X-Api-Key", TestApi.AdminKey));
            refused.ShouldBeProblem(HttpStatusCode.Forbidden, "https-required");
            refused.Message.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
            refused.Message.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }

        (await http.GetAnswerAsync("/desk", ("X-Api-Key", TestApi.AdminKey))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAnswerAsync("/desk", ("Authorization", "Bearer x"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAnswerAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        async Task ShouldLeadAsync(HttpMethod method, string path, Uri to, string? host = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(plain.GetLeftPart(UriPartial.Authority) + path));
            request.Headers.Host = host;
            var answer = await http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect, path);
            answer.Headers.Location.ShouldBe(to, path);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Files_that_no_browser_would_accept_end_the_start_in_one_line()
    {
        (await RefusalAsync()).ShouldBe(
            $"usher: Http__CertificateFile is '{CertificateFile}': there is no such file. Set it to a file in PEM "
            + "form.");
        var now = TimeProvider.System.GetUtcNow();
        Write(_authority.Issue(now.AddDays(-9), now.AddDays(-1)));
        (await RefusalAsync()).ShouldContain("the certificate has expired on ");
        Write((_authority.Issue().Certificates, _authority.Issue().Key));
        (await RefusalAsync()).ShouldContain("it is not the key of the first certificate in ");

        async Task<string> RefusalAsync()
        {
            await using var process = Start("https://127.0.0.1:0");
            return (await process.WaitAsync()).ShouldBeOneLine();
        }
    }

    private UsherProcess Start(string urls, params string[] settings) => UsherProcess.Start(
        database.ConnectionString,
        [
            "serve", "--urls", urls, $"--Http:CertificateFile={CertificateFile}",
            $"--Http:CertificateKeyFile={KeyFile}", $"--Auth:AdminKey={TestApi.AdminKey}", .. settings,
        ]);

    private static async Task<Uri> AddressOfAsync(UsherProcess server) =>
        new(await server.ReadAfterAsync("Usher sells seats on "));

    private HttpClient Client(Uri address, Version version) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { CertificateChainPolicy = Policy() },
    })
    {
        BaseAddress = address,
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    // Without the issuer's certificate, which the server has to send, no chain ends at the root.
    private X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _authority.Root },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private async Task<string> ServedAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = Policy(),
        });
        return tls.RemoteCertificate!.GetCertHashString();
    }

    private static string ThumbprintOf((string Certificates, string Key) files)
    {
        using var certificate = X509Certificate2.CreateFromPem(files.Certificates);
        return certificate.Thumbprint;
    }

    private void Write((string Certificates, string Key) files)
    {
        File.WriteAllText(CertificateFile, files.Certificates);
        File.WriteAllText(KeyFile, files.Key);
    }

    private static Task PauseAsync() =>
        Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
}
