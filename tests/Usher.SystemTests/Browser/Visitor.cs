using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Usher.SystemTests.Browser;

/// <summary>
/// A person with a browser of their own. What the browser complains about is kept: a script that failed, a policy that
/// was broken, a file that is not there.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    // The slowest machine that builds is given its time; nothing waits longer than it has to.
    public const int PatienceMilliseconds = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue($"{message.Text} ({message.Location})");
            }
        };
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visitor> EnterAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
