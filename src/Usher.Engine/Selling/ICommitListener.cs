namespace Usher.Engine.Selling;

/// <summary>
/// Told what each batch of this process has committed: after the commit, before the replies, so that nobody hears of a
/// change that a listener has not heard of. The seat maps are told first, then the others in the order of their
/// registration. Each commit is told once, those of a seat and of a booking in the order of their versions. Not told is
/// a commit whose answer was lost and that this process gave up looking for, as when it ends; nor what other processes
/// commit.
/// </summary>
public interface ICommitListener
{
    /// <summary>A batch is committed. Buyers wait for this to return, so it must not wait for anything. It may be
    /// called from several threads, each with seats of other shows. What it throws is logged and harms nobody.
    /// </summary>
    void OnCommitted(CommittedBatch batch);
}
