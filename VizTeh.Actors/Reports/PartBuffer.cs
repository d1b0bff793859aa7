namespace VizTeh.Actors.Reports;

/// <summary>The file has outgrown its limit.</summary>
internal sealed class PartTooLargeException() : IOException("the file is larger than allowed");

/// <summary>
/// A file in memory, in blocks that are never copied: it grows to its limit without being held twice, and leaves nothing of clients on a
/// disk. It is written once, and read as often as an upload is tried.
/// </summary>
/// <param name="limit">In bytes.</param>
internal sealed class PartBuffer(long limit) : Stream
{
    private const int BlockSize = 64 * 1024;

    private readonly List<byte[]> _blocks = [];
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public Stream OpenRead() => new Reading(_blocks, _length);

    /// <exception cref="PartTooLargeException">The limit is reached.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_length + buffer.Length > limit)
            throw new PartTooLargeException();
        while (!buffer.IsEmpty)
        {
            var at = (int)(_length % BlockSize);
            if (at == 0)
                _blocks.Add(new byte[BlockSize]);
            var count = Math.Min(buffer.Length, BlockSize - at);
            buffer[..count].CopyTo(_blocks[^1].AsSpan(at));
            buffer = buffer[count..];
            _length += count;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private sealed class Reading(List<byte[]> blocks, long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => _position = Math.Clamp(value, 0, length);
        }

        public override int Read(Span<byte> buffer)
        {
            var read = 0;
            while (read < buffer.Length && _position < length)
            {
                var at = (int)(_position % BlockSize);
                var count = (int)Math.Min(Math.Min(buffer.Length - read, BlockSize - at), length - _position);
                blocks[(int)(_position / BlockSize)].AsSpan(at, count).CopyTo(buffer[read..]);
                read += count;
                _position += count;
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => length,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
