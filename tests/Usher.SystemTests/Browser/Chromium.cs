using Microsoft.Playwright;

namespace Usher.SystemTests.Browser;

/// <summary>The tests in a browser share one and run one by one: <c>[Collection(Chromium.Collection)]</c>.</summary>
[CollectionDefinition(Chromium.Collection)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>;

/// <summary>
/// A real Chromium without a window: the one that USHER_TEST_CHROMIUM names, or the machine's own. Without one its
/// tests are skipped; on a build server they fail.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Collection = "Browser";

    // ops/lib.sh looks for the same names.
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        // Left to itself it expects a page to show something within five seconds, whatever else the machine does.
        Assertions.SetDefaultExpectTimeout(Visitor.PatienceMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            // A page that a test puts in place comes from no address, and may not talk to this machine otherwise.
            Args = ["--disable-features=LocalNetworkAccessChecks"],
        });
    }

    /// <summary>Somebody with an empty cache and no cookies opens a page; each visitor is another person.</summary>
    internal async Task<Visitor> VisitAsync(Uri server, Action<BrowserNewContextOptions>? configure = null)
    {
        if (_browser is null)
        {
            const string Missing = "No Chromium was found; ./test installs it, or USHER_TEST_CHROMIUM names it.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", Missing);
            Assert.Fail(Missing);
        }

        var options = new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            Locale = "en-GB",
            TimezoneId = "UTC",
        };
        configure?.Invoke(options);
        return await Visitor.EnterAsync(await _browser!.NewContextAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("USHER_TEST_CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
