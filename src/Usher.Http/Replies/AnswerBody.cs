using System.IO.Pipelines;
using Usher.Http.Transport;

namespace Usher.Http.Replies;

/// <summary>
/// Sends bodies that are in memory already. A large one leaves piece by piece as its client takes it, so that a slow
/// client costs no copy of it, and one that is too slow is cut off.
/// </summary>
public static class AnswerBody
{
    /// <summary>Up to this size a body is copied, and leaves with its head in one packet.</summary>
    public const int CopiedBytesMax = 16 * 1024;

    /// <param name="context">Whose head is written: status, headers, the body's length.</param>
    /// <param name="body">What does not change any more.</param>
    /// <exception cref="ClientHoldsTooMuchException">Nothing was sent.</exception>
    public static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        // The server drops the body of an answer to HEAD by itself.
        if (body.Length > CopiedBytesMax && !HttpMethods.IsHead(context.Request.Method)
            && context.Features.Get<ConnectionOutput>() is { } connection)
        {
            return SendInPiecesAsync(context, connection, body);
        }

        var sending = context.Response.BodyWriter.WriteAsync(body, CancellationToken.None);
        return sending.IsCompletedSuccessfully ? Task.CompletedTask : sending.AsTask();
    }

    private static async Task SendInPiecesAsync(
        HttpContext context, ConnectionOutput connection, ReadOnlyMemory<byte> body)
    {
        if (connection.Held.IsAnybodyFull
            && connection.Held.IsFull(ClientAddress.Of(context.Connection.RemoteIpAddress)))
        {
            throw new ClientHoldsTooMuchException();
        }

        // The head first: what is written afterwards are the body's bytes and nothing else.
        await context.Response.StartAsync(CancellationToken.None);
        var direct = connection.WriterOf(context, body.Length);
        var pieceBytesMax = direct is null ? CopiedBytesMax : SendWindow.Bytes;
        var window = default(SendWindow);
        IDisposable? held = null;
        try
        {
            for (var isSlow = false; !body.IsEmpty;)
            {
                var piece = body[..Math.Min(body.Length, pieceBytesMax)];
                var flush = Write(context.Response.BodyWriter, direct, piece);
                if (!flush.IsCompletedSuccessfully && !isSlow)
                {
                    isSlow = true;
                    held = connection.Hold(context, body);
                    window.Begin(connection.Time.GetTimestamp());
                }

                var result = flush.IsCompletedSuccessfully
                    ? flush.Result : await WaitAsync(context, connection, flush, window);
                if (result.IsCompleted)
                {
                    // Nobody is there to get the rest, and an answer that ends too early would be taken for a defect.
                    context.Abort();
                    return;
                }

                body = body[piece.Length..];
                if (isSlow)
                {
                    window.Add(piece.Length, connection.Time.GetTimestamp());
                }
            }
        }
        finally
        {
            held?.Dispose();
        }
    }

    private static ValueTask<FlushResult> Write(PipeWriter output, SocketWriter? direct, ReadOnlyMemory<byte> piece)
    {
        direct?.Announce(piece);
        var flush = output.WriteAsync(piece, CancellationToken.None);
        // A connection that is gone has not asked for it.
        direct?.Withdraw();
        return flush;
    }

    private static async ValueTask<FlushResult> WaitAsync(
        HttpContext context, ConnectionOutput connection, ValueTask<FlushResult> flush, SendWindow window)
    {
        var sending = flush.AsTask();
        var left = connection.WindowTimeMax - window.Elapsed(connection.Time);
        try
        {
            return await sending.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, connection.Time);
        }
        catch (TimeoutException)
        {
            context.Abort();
            return await sending;
        }
    }
}
