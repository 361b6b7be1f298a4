using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.SystemTests.Transport;

/// <summary>Slow clients over TLS, on the real program: what goes over the wire is not the answer's bytes.</summary>
public sealed partial class TlsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Seats = 40_000;
    private const int Readers = 100;

    // What TLS itself keeps for a connection is more than all else.
    private const int MebibytesMax = 32;

    [Fact]
    public async Task Over_tls_slow_readers_share_the_bytes_are_cut_off_and_a_phone_is_not()
    {
        using var file = new CertificateFile();
        await using var process = UsherProcess.Start(
            database.ConnectionString, "serve", "--urls", "https://127.0.0.1:0",
            $"--Kestrel:Certificates:Default:Path={file.Path}", $"--Auth:AdminKey={TestApi.AdminKey}",
            "--Http:SendBytesPerSecondMin=32768", "--Http:SendGraceSeconds=2", "--Http:UnsentBytesMax=16384");
        var server = new Uri(await process.ReadAfterAsync("Usher sells seats on "));
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        var small = await TestEngine.CreateShowAsync(database.DataSources, Seats / 10);
        var whole = await ReadAsync(server, file, show);
        var before = ResidentMebibytes(process.Id);

        var readers = new RawClient[Readers];
        for (var i = 0; i < Readers; i++)
        {
            readers[i] = await RawClient.OpenAsync(server, takesLittle: true, file.Certificate);
            await readers[i].AskAsync($"/api/shows/{show}/seats");
            await readers[i].ReadHeadAsync();
        }

        (ResidentMebibytes(process.Id) - before).ShouldBeLessThan(MebibytesMax);
        var phone = ReadAsync(server, file, small, bytesPerSecond: 50_000);
        await Task.WhenAll(readers.Select(reader => reader.UntilCutOffAsync()));
        (await phone)[^2..].ShouldBe("]}"u8.ToArray());
        (await ReadAsync(server, file, show)).Length.ShouldBe(whole.Length);
        process.Errors.ShouldNotContain("   at ");
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    [GeneratedRegex("Content-Length: ([0-9]+)")]
    private static partial Regex ContentLength();

    private static async Task<byte[]> ReadAsync(
        Uri server, CertificateFile file, ShowId show, int bytesPerSecond = int.MaxValue)
    {
        await using var client = await RawClient.OpenAsync(
            server, takesLittle: bytesPerSecond < int.MaxValue, file.Certificate);
        await client.AskAsync($"/api/shows/{show}/seats");
        var length = ContentLength().Match(await client.ReadHeadAsync()).Groups[1].Value;
        return await client.ReadAsync(int.Parse(length, CultureInfo.InvariantCulture), bytesPerSecond);
    }

    private static int ResidentMebibytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>A certificate of the test's own, for a server and only as long as it runs.</summary>
    private sealed class CertificateFile : IDisposable
    {
        public CertificateFile()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            var now = TimeProvider.System.GetUtcNow();
            Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllBytes(Path, Certificate.Export(X509ContentType.Pfx));
        }

        public X509Certificate2 Certificate { get; }

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose()
        {
            Certificate.Dispose();
            File.Delete(Path);
        }
    }
}
